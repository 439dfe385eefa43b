-- A name (model@version) may be published anew with other weights, and what the old weights made is still there. So a checkpoint is
-- a row by its digest, for good, and what a name was told to mean, and when, are rows of their own.

ALTER TABLE checkpoints RENAME TO checkpoints_by_name;
ALTER TABLE checkpoints_by_name RENAME CONSTRAINT checkpoints_pkey TO checkpoints_by_name_pkey;
DROP INDEX checkpoints_by_digest;

CREATE TABLE checkpoints (
    digest           text PRIMARY KEY CHECK (digest ~ '^[0-9a-f]{64}$'),
    published_at     timestamptz,
    manifest         jsonb,
    model            text GENERATED ALWAYS AS (manifest ->> 'model') STORED,
    version          text GENERATED ALWAYS AS (manifest ->> 'version') STORED,
    training_id      text,
    dataset_digest   text REFERENCES data_sets (digest),
    dataset_licence  text,
    start_checkpoint text REFERENCES checkpoints (digest),
    CHECK (published_at IS NULL OR manifest IS NOT NULL)
);

CREATE INDEX checkpoints_by_training ON checkpoints (training_id);
CREATE INDEX checkpoints_by_data_set ON checkpoints (dataset_digest);
CREATE INDEX checkpoints_by_start ON checkpoints (start_checkpoint);
CREATE INDEX checkpoints_untold ON checkpoints (digest) WHERE manifest IS NULL;

COMMENT ON TABLE checkpoints IS 'Every checkpoint that was published, or that a job, a training or another checkpoint names. Stays when its name comes to mean another one, and keeps its manifest and files in the blob store.';
COMMENT ON COLUMN checkpoints.digest IS 'SHA-256 (hex) of the bundle''s manifest: the checkpoint''s address.';
COMMENT ON COLUMN checkpoints.published_at IS 'When it was first published, under whatever name. NULL where that is no longer on the topic, which is compacted.';
COMMENT ON COLUMN checkpoints.manifest IS 'The bundle''s manifest in Protobuf''s JSON form: files, shapes, schedule, training lineage. As it was published or else as it lies in the blob store; NULL where it is known from neither.';
COMMENT ON COLUMN checkpoints.model IS 'Name of the model, as the manifest says; checkpoint_names has the names it was published under.';
COMMENT ON COLUMN checkpoints.version IS 'Of the model, as the manifest says.';
COMMENT ON COLUMN checkpoints.training_id IS 'The run that made it. No foreign key: it may be one that this cluster never saw.';
COMMENT ON COLUMN checkpoints.dataset_digest IS 'What it learnt from; NULL where the manifest does not say.';
COMMENT ON COLUMN checkpoints.dataset_licence IS 'Of those data, as the manifest says.';
COMMENT ON COLUMN checkpoints.start_checkpoint IS 'The checkpoint whose weights its training began with; NULL where they were drawn from the seed.';

-- Those that others name first.
INSERT INTO checkpoints (digest)
SELECT named.digest
FROM (SELECT checkpoint_digest AS digest FROM jobs UNION SELECT checkpoint_digest FROM training_runs
      UNION SELECT manifest #>> '{lineage,startCheckpoint}' FROM checkpoints_by_name
      UNION SELECT digest FROM checkpoints_by_name) AS named
WHERE named.digest ~ '^[0-9a-f]{64}$';

UPDATE checkpoints
SET published_at = told.published_at, manifest = told.manifest, training_id = told.training_id,
    dataset_digest = told.dataset_digest, dataset_licence = told.dataset_licence, start_checkpoint = told.start_checkpoint
FROM (SELECT DISTINCT ON (digest) *, substring(manifest #>> '{lineage,startCheckpoint}' FROM '^[0-9a-f]{64}$') AS start_checkpoint
      FROM checkpoints_by_name WHERE digest IS NOT NULL ORDER BY digest, published_at) AS told
WHERE told.digest = checkpoints.digest;

CREATE TABLE checkpoint_names (
    model   text NOT NULL CHECK (model <> ''),
    version text NOT NULL CHECK (version <> ''),
    told_at timestamptz NOT NULL,
    retired boolean NOT NULL,
    digest  text REFERENCES checkpoints (digest) ON DELETE CASCADE,
    reason  text,
    UNIQUE NULLS NOT DISTINCT (model, version, told_at, retired, digest),
    CHECK (retired OR digest IS NOT NULL),
    CHECK (retired = (reason IS NOT NULL))
);

CREATE INDEX checkpoint_names_by_digest ON checkpoint_names (digest);

COMMENT ON TABLE checkpoint_names IS 'Append-only: what each name was told to mean, as far back as the compacted topic unstir.checkpoints or this database remembers. A publication points the name at a digest, a retirement takes it out of use; the view named_checkpoints draws the sum.';
COMMENT ON COLUMN checkpoint_names.model IS 'Name of the model, with version.';
COMMENT ON COLUMN checkpoint_names.version IS 'Of the model.';
COMMENT ON COLUMN checkpoint_names.told_at IS 'When it was published or retired.';
COMMENT ON COLUMN checkpoint_names.retired IS 'Whether this is a retirement; a publication otherwise.';
COMMENT ON COLUMN checkpoint_names.digest IS 'The checkpoint that was published or retired. NULL where a retirement does not say: whichever the name meant then.';
COMMENT ON COLUMN checkpoint_names.reason IS 'Of a retirement: why.';

INSERT INTO checkpoint_names (model, version, told_at, retired, digest, reason)
SELECT model, version, published_at, false, digest, NULL FROM checkpoints_by_name WHERE digest IS NOT NULL
UNION ALL
SELECT model, version, retired_at, true, NULL, coalesce(retired_reason, '') FROM checkpoints_by_name WHERE retired_at IS NOT NULL;

CREATE VIEW named_checkpoints AS
WITH meant AS (
    SELECT DISTINCT ON (model, version) model, version, digest
    FROM checkpoint_names WHERE NOT retired ORDER BY model, version, told_at DESC, digest DESC),
told AS (
    SELECT model, version, told_at, retired, reason, coalesce(digest,
           (SELECT before.digest FROM checkpoint_names AS before
            WHERE NOT before.retired AND before.model = names.model AND before.version = names.version
              AND before.told_at <= names.told_at
            ORDER BY before.told_at DESC, before.digest DESC LIMIT 1)) AS digest
    FROM checkpoint_names AS names),
summed AS (
    SELECT model, version, digest, min(told_at) FILTER (WHERE NOT retired) AS published_at,
           max(told_at) FILTER (WHERE NOT retired) AS last_published_at, max(told_at) FILTER (WHERE retired) AS last_retired_at,
           (array_agg(reason ORDER BY told_at DESC) FILTER (WHERE retired))[1] AS last_reason
    FROM told GROUP BY model, version, digest)
SELECT model, version, digest, published_at, last_published_at,
       CASE WHEN last_retired_at >= coalesce(last_published_at, '-infinity') THEN last_retired_at END AS retired_at,
       CASE WHEN last_retired_at >= coalesce(last_published_at, '-infinity') THEN last_reason END AS retired_reason,
       coalesce(meant.digest = summed.digest, false) AS current
FROM summed LEFT JOIN meant USING (model, version, digest);
COMMENT ON VIEW named_checkpoints IS 'Each name with each checkpoint it ever meant: when it was published and retired, and whether it is what the name means now. A publication after a retirement takes that back.';

-- A function of the manifest, as before; now of every one.
DROP TABLE checkpoint_files;
CREATE TABLE checkpoint_files (
    checkpoint text NOT NULL REFERENCES checkpoints (digest) ON DELETE CASCADE,
    path       text NOT NULL CHECK (path <> ''),
    sha256     text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    size_bytes bigint NOT NULL CHECK (size_bytes >= 0),
    PRIMARY KEY (checkpoint, path)
);

CREATE INDEX checkpoint_files_by_digest ON checkpoint_files (sha256);

COMMENT ON TABLE checkpoint_files IS 'The files of each checkpoint''s bundle: a function of checkpoints.manifest that the trigger checkpoints_name_files keeps.';
COMMENT ON COLUMN checkpoint_files.checkpoint IS 'Digest of the checkpoint.';
COMMENT ON COLUMN checkpoint_files.path IS 'In the bundle, for example unet/model.onnx.';
COMMENT ON COLUMN checkpoint_files.sha256 IS 'Of its bytes, which are a blob. No foreign key to blobs: rows are rebuilt from Kafka, blobs are not.';
COMMENT ON COLUMN checkpoint_files.size_bytes IS 'As the manifest says.';

CREATE OR REPLACE FUNCTION checkpoints_name_files() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM checkpoint_files WHERE checkpoint = NEW.digest;
    INSERT INTO checkpoint_files (checkpoint, path, sha256, size_bytes)
    SELECT NEW.digest, file ->> 'path', file ->> 'sha256', coalesce((file ->> 'sizeBytes')::bigint, 0)
    FROM jsonb_array_elements(coalesce(NEW.manifest -> 'files', '[]')) AS file;
    RETURN NULL;
END $$;

INSERT INTO checkpoint_files (checkpoint, path, sha256, size_bytes)
SELECT digest, file ->> 'path', file ->> 'sha256', coalesce((file ->> 'sizeBytes')::bigint, 0)
FROM checkpoints, jsonb_array_elements(coalesce(manifest -> 'files', '[]')) AS file
WHERE file ->> 'path' <> '' AND file ->> 'sha256' ~ '^[0-9a-f]{64}$'
ON CONFLICT DO NOTHING;

CREATE TRIGGER checkpoints_name_files AFTER INSERT OR UPDATE OF manifest ON checkpoints
    FOR EACH ROW WHEN (NEW.manifest IS NOT NULL) EXECUTE FUNCTION checkpoints_name_files();

-- What is newer than this version is kept and counted on this topic too.
CREATE TABLE unknown_checkpoint_events (
    source       text NOT NULL,
    event_id     text NOT NULL,
    type         text NOT NULL,
    occurred_at  timestamptz NOT NULL,
    topic        text NOT NULL,
    partition    integer NOT NULL,
    kafka_offset bigint NOT NULL,
    payload      bytea NOT NULL,
    PRIMARY KEY (source, event_id)
);

COMMENT ON TABLE unknown_checkpoint_events IS 'Events of unstir.checkpoints that this version did not understand, as they came. They move nothing.';
COMMENT ON COLUMN unknown_checkpoint_events.source IS 'CloudEvents source: which service spoke; kafka where the record said none.';
COMMENT ON COLUMN unknown_checkpoint_events.event_id IS 'CloudEvents id, which a redelivery keeps; the record''s place in its topic where it said none.';
COMMENT ON COLUMN unknown_checkpoint_events.type IS 'CloudEvents type.';
COMMENT ON COLUMN unknown_checkpoint_events.occurred_at IS 'When it happened, as its sender says.';
COMMENT ON COLUMN unknown_checkpoint_events.topic IS 'Where it was read.';
COMMENT ON COLUMN unknown_checkpoint_events.partition IS 'Of the topic.';
COMMENT ON COLUMN unknown_checkpoint_events.kafka_offset IS 'In the partition.';
COMMENT ON COLUMN unknown_checkpoint_events.payload IS 'The record''s value, untouched: Protobuf.';

-- Replaced and not dropped, so that whatever was granted on them stays.
CREATE OR REPLACE VIEW dashboards.lineage AS
SELECT images.sha256, images.job_id, images.image_index, images.produced_at, jobs.tenant, jobs.prompt, jobs.seed, jobs.solver,
       jobs.steps, jobs.guidance_scale, images.device_class, jobs.model || '@' || jobs.version AS model,
       jobs.checkpoint_digest, checkpoints.training_id, checkpoints.dataset_digest, data_sets.items AS dataset_items,
       data_sets.licence AS dataset_licence,
       (SELECT string_agg(role || ' ' || coalesce(sha256, 'seed ' || of_seed || ', image ' || of_image), '; ' ORDER BY role)
        FROM public.image_parents WHERE image_parents.job_id = images.job_id) AS parents,
       checkpoints.start_checkpoint
FROM public.images
JOIN public.jobs ON jobs.id = images.job_id
LEFT JOIN public.checkpoints ON checkpoints.digest = jobs.checkpoint_digest
LEFT JOIN public.data_sets ON data_sets.digest = checkpoints.dataset_digest;

CREATE OR REPLACE VIEW dashboards.unknown_events AS
SELECT 'unstir.job-events' AS topic, type, count(*) AS events FROM public.job_events WHERE NOT known GROUP BY type
UNION ALL
SELECT 'unstir.training-events', type, count(*) FROM public.training_events WHERE NOT known GROUP BY type
UNION ALL
SELECT 'unstir.checkpoints', type, count(*) FROM public.unknown_checkpoint_events GROUP BY type;

CREATE VIEW dashboards.checkpoints AS
SELECT named.model || '@' || named.version AS model, named.digest, named.current, named.published_at, named.retired_at,
       named.retired_reason, checkpoints.training_id, checkpoints.dataset_digest, data_sets.licence AS dataset_licence, checkpoints.start_checkpoint,
       (SELECT count(*) FROM public.jobs WHERE checkpoint_digest = named.digest) AS jobs
FROM public.named_checkpoints AS named
LEFT JOIN public.checkpoints ON checkpoints.digest = named.digest
LEFT JOIN public.data_sets ON data_sets.digest = checkpoints.dataset_digest;
COMMENT ON VIEW dashboards.checkpoints IS 'Each name with each checkpoint it ever meant, what that was made from, and how many jobs are tied to it. current: what the name means now.';

COMMENT ON COLUMN jobs.checkpoint_digest IS 'The checkpoint it is tied to, whatever its name comes to mean. No foreign key, so that a job of an earlier version is not refused; the row of checkpoints is written with the job''s.';
COMMENT ON COLUMN training_runs.checkpoint_digest IS 'Of the checkpoint that a successful run made. No foreign key, as for jobs.';

DROP TABLE checkpoints_by_name;
