CREATE TABLE training_runs (
    id                text PRIMARY KEY CHECK (id <> ''),
    tenant            text,
    requested_at      timestamptz,
    config_yaml       text,

    status            text NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'processing', 'succeeded', 'failed')),
    terminal          boolean NOT NULL GENERATED ALWAYS AS (status IN ('succeeded', 'failed')) STORED,
    worker            text,
    model             text,
    version           text,
    parameters        bigint,
    dataset_digest    text,
    dataset_items     bigint,
    step              bigint NOT NULL DEFAULT 0 CHECK (step >= 0),
    total_steps       bigint CHECK (total_steps >= 0),
    loss              double precision,
    images_per_second double precision,
    reported_at       timestamptz,
    parity_error      double precision,
    checkpoint_digest text,
    started_at        timestamptz,
    completed_at      timestamptz,
    error_code        text,
    error_message     text,

    CHECK (terminal = (completed_at IS NOT NULL)),
    CHECK ((status = 'failed') = (error_code IS NOT NULL)),
    CHECK ((status = 'succeeded') = (checkpoint_digest IS NOT NULL))
);

COMMENT ON TABLE training_runs IS 'One row a training run: what was asked (unstir.trainings) and how far it is (unstir.training-events), whichever came first.';
COMMENT ON COLUMN training_runs.reported_at IS 'Time of the report that step, loss and images_per_second come from; an older report never overwrites a newer one. A resumed run may go back in steps, not in time.';

CREATE FUNCTION refuse_change_of_terminal_training() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(OLD) - ARRAY['tenant', 'requested_at', 'config_yaml', 'terminal']
       IS DISTINCT FROM
       to_jsonb(NEW) - ARRAY['tenant', 'requested_at', 'config_yaml', 'terminal'] THEN
        RAISE EXCEPTION 'training % is %: a terminal training does not change', OLD.id, OLD.status;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER training_runs_terminal_absorbs BEFORE UPDATE ON training_runs
    FOR EACH ROW WHEN (OLD.terminal) EXECUTE FUNCTION refuse_change_of_terminal_training();

CREATE TABLE training_events (
    source       text NOT NULL,
    event_id     text NOT NULL,
    training_id  text NOT NULL REFERENCES training_runs (id),
    type         text NOT NULL,
    occurred_at  timestamptz NOT NULL,
    worker       text,
    topic        text NOT NULL,
    partition    integer NOT NULL,
    kafka_offset bigint NOT NULL,
    payload      bytea NOT NULL,
    PRIMARY KEY (source, event_id)
);

CREATE INDEX training_events_of_training ON training_events (training_id, kafka_offset);

COMMENT ON TABLE training_events IS 'Append-only history of every training run with the bytes as they came; a loss curve is a query over it.';

CREATE TABLE checkpoints (
    model           text NOT NULL CHECK (model <> ''),
    version         text NOT NULL CHECK (version <> ''),
    digest          text CHECK (digest ~ '^[0-9a-f]{64}$'),
    published_at    timestamptz,
    manifest        jsonb,
    training_id     text,
    dataset_digest  text,
    dataset_licence text,
    retired_at      timestamptz,
    retired_reason  text,
    PRIMARY KEY (model, version),
    CHECK ((published_at IS NULL) = (digest IS NULL))
);

CREATE INDEX checkpoints_by_digest ON checkpoints (digest);

COMMENT ON TABLE checkpoints IS 'The model registry as unstir.checkpoints tells it. Retired when retired_at is not before published_at; after compaction a retirement may be all that is left of a version.';
COMMENT ON COLUMN checkpoints.training_id IS 'No foreign key: a checkpoint may come from a run this cluster never saw.';
