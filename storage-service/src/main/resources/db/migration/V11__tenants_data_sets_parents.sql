-- Who asked, and what things were made from, as rows that others refer to. Each stands before whatever names it, since the
-- same transaction writes both; so these references can be foreign keys in whatever order the topics are read.

CREATE TABLE tenants (
    name text PRIMARY KEY
);

COMMENT ON TABLE tenants IS 'Every tenant that ever asked for a job or a training. Deleting one is refused while it has any.';
COMMENT ON COLUMN tenants.name IS 'As the gateway found it in the caller''s key or token; default where authentication is off.';

INSERT INTO tenants (name)
SELECT tenant FROM jobs WHERE tenant IS NOT NULL UNION SELECT tenant FROM training_runs WHERE tenant IS NOT NULL;

ALTER TABLE jobs ADD FOREIGN KEY (tenant) REFERENCES tenants (name);
ALTER TABLE training_runs ADD FOREIGN KEY (tenant) REFERENCES tenants (name);

CREATE TABLE data_sets (
    digest  text PRIMARY KEY CHECK (digest <> ''),
    items   bigint CHECK (items >= 0),
    licence text
);

COMMENT ON TABLE data_sets IS 'Every data set that a training learnt from or an evaluation compared with. The same digest is the same data.';
COMMENT ON COLUMN data_sets.digest IS 'SHA-256 (hex) over the prepared pictures and captions, as the trainer computes it.';
COMMENT ON COLUMN data_sets.items IS 'Pictures in it; the largest count told, so that the order of telling does not matter. NULL where only an evaluation named it.';
COMMENT ON COLUMN data_sets.licence IS 'As a checkpoint''s manifest says; of several the first by alphabet. NULL where none did.';

-- Until now an unnamed data set was an empty text.
ALTER TABLE training_runs DISABLE TRIGGER training_runs_terminal_absorbs;
UPDATE training_runs SET dataset_digest = NULL WHERE dataset_digest = '';
ALTER TABLE training_runs ENABLE TRIGGER training_runs_terminal_absorbs;

INSERT INTO data_sets (digest, items, licence)
SELECT digest, max(items), min(licence)
FROM (SELECT dataset_digest AS digest, dataset_items AS items, NULL::text AS licence FROM training_runs
      UNION ALL
      SELECT dataset_digest, (manifest -> 'lineage' ->> 'datasetItems')::bigint, dataset_licence FROM checkpoints
      UNION ALL
      SELECT dataset_digest, NULL::bigint, NULL::text FROM checkpoint_evaluations) AS told
WHERE digest IS NOT NULL
GROUP BY digest;

ALTER TABLE training_runs ADD FOREIGN KEY (dataset_digest) REFERENCES data_sets (digest);
ALTER TABLE checkpoints ADD FOREIGN KEY (dataset_digest) REFERENCES data_sets (digest);
ALTER TABLE checkpoint_evaluations ADD FOREIGN KEY (dataset_digest) REFERENCES data_sets (digest);

CREATE TABLE image_parents (
    job_id   uuid NOT NULL REFERENCES jobs (id),
    role     text NOT NULL CHECK (role IN ('init', 'mask', 'variation')),
    sha256   text CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    of_seed  bigint CHECK (of_seed >= 0),
    of_image integer CHECK (of_image >= 0),
    strength double precision,
    PRIMARY KEY (job_id, role),
    CHECK ((role = 'variation') = (sha256 IS NULL)),
    CHECK ((role = 'variation') = (of_seed IS NOT NULL)),
    CHECK ((of_seed IS NULL) = (of_image IS NULL))
);

CREATE INDEX image_parents_by_digest ON image_parents (sha256) WHERE sha256 IS NOT NULL;

COMMENT ON TABLE image_parents IS 'What the images of a job were made from besides noise: a function of jobs.request that the trigger jobs_name_parents keeps.';
COMMENT ON COLUMN image_parents.job_id IS 'The job whose images are the children, all of them.';
COMMENT ON COLUMN image_parents.role IS 'init: the picture it started from; mask: what of it was made anew; variation: another seed that the noise was mixed with.';
COMMENT ON COLUMN image_parents.sha256 IS 'The picture''s bytes: an upload or an image of an earlier job. No foreign key to blobs: rows are rebuilt from Kafka, blobs are not.';
COMMENT ON COLUMN image_parents.of_seed IS 'Of a variation: the seed it stays near to.';
COMMENT ON COLUMN image_parents.of_image IS 'Of a variation: index of the image whose noise it stays near to.';
COMMENT ON COLUMN image_parents.strength IS 'How far from the parent it may go, 0 to 1; NULL where the request left it out, and of a mask.';

CREATE FUNCTION name_parents(job uuid, request jsonb) RETURNS void LANGUAGE sql AS $$
    INSERT INTO image_parents (job_id, role, sha256, of_seed, of_image, strength)
    SELECT job, 'init', request #>> '{image,image_sha256}', NULL::bigint, NULL::integer, (request #>> '{image,strength}')::double precision
    WHERE request #>> '{image,image_sha256}' IS NOT NULL
    UNION ALL
    SELECT job, 'mask', request #>> '{image,mask_sha256}', NULL, NULL, NULL
    WHERE request #>> '{image,mask_sha256}' IS NOT NULL
    UNION ALL
    SELECT job, 'variation', NULL, coalesce((request #>> '{variation,of_seed}')::bigint, 0),
           coalesce((request #>> '{variation,of_image}')::integer, 0),
           (request #>> '{variation,strength}')::double precision
    WHERE request ? 'variation'
    ON CONFLICT DO NOTHING
$$;

CREATE FUNCTION jobs_name_parents() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM name_parents(NEW.id, NEW.request);
    RETURN NULL;
END $$;

CREATE TRIGGER jobs_name_parents AFTER INSERT OR UPDATE OF request ON jobs
    FOR EACH ROW WHEN (NEW.request ?| ARRAY['image', 'variation']) EXECUTE FUNCTION jobs_name_parents();

SELECT name_parents(id, request) FROM jobs WHERE request ?| ARRAY['image', 'variation'];

CREATE TABLE checkpoint_files (
    model      text NOT NULL,
    version    text NOT NULL,
    path       text NOT NULL CHECK (path <> ''),
    sha256     text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    size_bytes bigint NOT NULL CHECK (size_bytes >= 0),
    PRIMARY KEY (model, version, path),
    FOREIGN KEY (model, version) REFERENCES checkpoints (model, version) ON DELETE CASCADE
);

CREATE INDEX checkpoint_files_by_digest ON checkpoint_files (sha256);

COMMENT ON TABLE checkpoint_files IS 'The files of each checkpoint''s bundle: a function of checkpoints.manifest that the trigger checkpoints_name_files keeps.';
COMMENT ON COLUMN checkpoint_files.model IS 'With version: the checkpoint.';
COMMENT ON COLUMN checkpoint_files.version IS 'With model: the checkpoint.';
COMMENT ON COLUMN checkpoint_files.path IS 'In the bundle, for example unet/model.onnx.';
COMMENT ON COLUMN checkpoint_files.sha256 IS 'Of its bytes, which are a blob. No foreign key to blobs: rows are rebuilt from Kafka, blobs are not.';
COMMENT ON COLUMN checkpoint_files.size_bytes IS 'As the manifest says.';

CREATE FUNCTION checkpoints_name_files() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM checkpoint_files WHERE model = NEW.model AND version = NEW.version;
    INSERT INTO checkpoint_files (model, version, path, sha256, size_bytes)
    SELECT NEW.model, NEW.version, file ->> 'path', file ->> 'sha256', coalesce((file ->> 'sizeBytes')::bigint, 0)
    FROM jsonb_array_elements(coalesce(NEW.manifest -> 'files', '[]')) AS file;
    RETURN NULL;
END $$;

CREATE TRIGGER checkpoints_name_files AFTER INSERT OR UPDATE OF manifest ON checkpoints
    FOR EACH ROW WHEN (NEW.manifest IS NOT NULL) EXECUTE FUNCTION checkpoints_name_files();

INSERT INTO checkpoint_files (model, version, path, sha256, size_bytes)
SELECT model, version, file ->> 'path', file ->> 'sha256', coalesce((file ->> 'sizeBytes')::bigint, 0)
FROM checkpoints, jsonb_array_elements(coalesce(manifest -> 'files', '[]')) AS file
-- What was published before is not refused now.
WHERE file ->> 'path' <> '' AND file ->> 'sha256' ~ '^[0-9a-f]{64}$'
ON CONFLICT DO NOTHING;

-- What the writer never does, the tables refuse.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%: %', TG_TABLE_NAME, TG_ARGV[0];
END $$;

CREATE TRIGGER jobs_do_not_go_back BEFORE UPDATE OF status ON jobs
    FOR EACH ROW WHEN (OLD.status = 'processing' AND NEW.status = 'queued')
    EXECUTE FUNCTION refuse_change('a job that was begun does not go back into the queue');

CREATE TRIGGER jobs_keep_their_submission
    BEFORE UPDATE OF tenant, submitted_at, model, version, checkpoint_digest, prompt, seed, request ON jobs
    FOR EACH ROW WHEN (OLD.submitted_at IS NOT NULL)
    EXECUTE FUNCTION refuse_change('what was asked does not change');

CREATE TRIGGER images_stay BEFORE UPDATE ON images
    FOR EACH ROW EXECUTE FUNCTION refuse_change('an image that was produced does not change');

ALTER TABLE training_events ADD COLUMN known boolean NOT NULL DEFAULT true;
COMMENT ON COLUMN training_events.known IS 'Whether this version understood it. What it did not is kept and moves nothing but the run''s being known.';
UPDATE training_events SET known = false
WHERE type NOT IN ('io.unstir.v1.TrainingRequested', 'io.unstir.v1.TrainingStarted', 'io.unstir.v1.TrainingProgressed',
                   'io.unstir.v1.TrainingFinished', 'io.unstir.v1.TrainingFailed', 'io.unstir.v1.TrainingSampled',
                   'io.unstir.v1.TrainingCancelled');
CREATE INDEX training_events_unknown ON training_events (type) WHERE NOT known;

CREATE TRIGGER training_events_stay BEFORE UPDATE ON training_events
    FOR EACH ROW EXECUTE FUNCTION refuse_change('what was told does not change');
