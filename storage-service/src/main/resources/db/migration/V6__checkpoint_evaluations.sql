CREATE TABLE checkpoint_evaluations (
    checkpoint_digest   text NOT NULL CHECK (checkpoint_digest ~ '^[0-9a-f]{64}$'),
    dataset_digest      text NOT NULL CHECK (dataset_digest ~ '^[0-9a-f]{64}$'),
    classifier_digest   text NOT NULL CHECK (classifier_digest ~ '^[0-9a-f]{64}$'),
    solver              text NOT NULL CHECK (solver <> ''),
    steps               integer NOT NULL CHECK (steps > 0),
    guidance_scale      double precision NOT NULL,
    seed                bigint NOT NULL CHECK (seed >= 0),
    images              bigint NOT NULL CHECK (images > 0),

    model               text,
    version             text,
    reference_pictures  bigint NOT NULL CHECK (reference_pictures > 0),
    classifier_task     text NOT NULL,
    classifier_accuracy double precision NOT NULL CHECK (classifier_accuracy BETWEEN 0 AND 1),
    scores              jsonb NOT NULL,
    floor_scores        jsonb NOT NULL,
    ceiling_scores      jsonb NOT NULL,
    evaluated_at        timestamptz NOT NULL,

    PRIMARY KEY (checkpoint_digest, dataset_digest, classifier_digest, solver, steps, guidance_scale, seed, images)
);

CREATE INDEX checkpoint_evaluations_by_time ON checkpoint_evaluations (checkpoint_digest, evaluated_at);

COMMENT ON TABLE checkpoint_evaluations IS 'How near a checkpoint''s images are to its data (unstir.training-events, CheckpointEvaluated). Rows compare only where dataset_digest and classifier_digest are the same.';
COMMENT ON COLUMN checkpoint_evaluations.floor_scores IS 'What other real pictures reach, measured in the same way; ceiling_scores is what noise reaches.';
COMMENT ON COLUMN checkpoint_evaluations.model IS 'The name it was evaluated under. No foreign key: a checkpoint may have been published elsewhere.';
