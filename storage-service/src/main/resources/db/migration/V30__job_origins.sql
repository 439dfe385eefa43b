-- What came of a checkpoint or a picture, over any number of images between, is asked for page by page; to find it out anew each
-- time takes as long as there are jobs. So each job's origins are kept, in the order in which its tenant's jobs are shown.

CREATE TABLE job_origins (
    job_id       uuid NOT NULL REFERENCES jobs (id),
    origin       text NOT NULL CHECK (origin <> ''),
    tenant       text NOT NULL,
    submitted_at timestamptz NOT NULL,
    PRIMARY KEY (origin, tenant, submitted_at, job_id)
);

CREATE INDEX job_origins_of_job ON job_origins (job_id);

COMMENT ON TABLE job_origins IS 'All that the images of a job came of: its checkpoint, the pictures it began with, and the origins of the jobs that made those. A function of jobs, images and image_parents that triggers keep, in whatever order the rows come.';
COMMENT ON COLUMN job_origins.job_id IS 'The job whose images are meant, all of them.';
COMMENT ON COLUMN job_origins.origin IS 'Digest of a checkpoint or of a picture, however many images lie between.';
COMMENT ON COLUMN job_origins.tenant IS 'As the job''s, which does not change.';
COMMENT ON COLUMN job_origins.submitted_at IS 'As the job''s, which does not change.';

-- The jobs that hand on what they get: these, and all that began with an image of theirs. UNION ends where pictures go in circles.
-- Always by the indexes: a plan that was made while the tables were empty is kept by the session that fills them.
CREATE FUNCTION add_origins(jobs uuid[], origins text[]) RETURNS void LANGUAGE sql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
    WITH RECURSIVE heirs (job) AS (
        SELECT unnest(add_origins.jobs)
        UNION
        SELECT image_parents.job_id
        FROM heirs JOIN images ON images.job_id = heirs.job JOIN image_parents ON image_parents.sha256 = images.sha256)
    INSERT INTO job_origins (job_id, origin, tenant, submitted_at)
    SELECT heirs.job, origin, jobs.tenant, jobs.submitted_at
    FROM heirs JOIN jobs ON jobs.id = heirs.job, unnest(origins) AS origin
    WHERE origin <> '' AND jobs.submitted_at IS NOT NULL
    ON CONFLICT DO NOTHING
$$;

COMMENT ON FUNCTION add_origins IS 'Notes origins of these jobs, and of all that began with their images.';

-- Nearly always it has no images yet, and so no heirs.
CREATE FUNCTION jobs_have_origins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND EXISTS (SELECT FROM images WHERE job_id = NEW.id) THEN
        PERFORM add_origins(ARRAY[NEW.id], ARRAY[NEW.checkpoint_digest]);
    ELSIF NEW.submitted_at IS NOT NULL THEN
        INSERT INTO job_origins (job_id, origin, tenant, submitted_at)
        VALUES (NEW.id, NEW.checkpoint_digest, NEW.tenant, NEW.submitted_at) ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER jobs_have_origins AFTER INSERT OR UPDATE OF checkpoint_digest ON jobs
    FOR EACH ROW WHEN (NEW.checkpoint_digest <> '') EXECUTE FUNCTION jobs_have_origins();

CREATE FUNCTION image_parents_have_origins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM add_origins(ARRAY[NEW.job_id], array_agg(origin))
    FROM (SELECT NEW.sha256 AS origin
          UNION
          SELECT job_origins.origin FROM images JOIN job_origins USING (job_id) WHERE images.sha256 = NEW.sha256) AS origins;
    RETURN NULL;
END $$;

CREATE TRIGGER image_parents_have_origins AFTER INSERT ON image_parents
    FOR EACH ROW WHEN (NEW.sha256 IS NOT NULL) EXECUTE FUNCTION image_parents_have_origins();

-- An image that a job had begun with before this database knew who made it. What another maker of the same bytes came of is
-- inherited already.
CREATE FUNCTION images_have_origins() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    news text[];
BEGIN
    IF EXISTS (SELECT FROM image_parents WHERE sha256 = NEW.sha256) THEN
        SELECT array_agg(origin) INTO news
        FROM job_origins AS mine
        WHERE job_id = NEW.job_id AND NOT EXISTS (
            SELECT FROM images JOIN job_origins AS others USING (job_id)
            WHERE images.sha256 = NEW.sha256 AND images.job_id <> NEW.job_id AND others.origin = mine.origin);
        IF news IS NOT NULL THEN
            PERFORM add_origins(array_agg(job_id), news) FROM image_parents WHERE sha256 = NEW.sha256;
        END IF;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER images_have_origins AFTER INSERT ON images
    FOR EACH ROW EXECUTE FUNCTION images_have_origins();

-- What is there already: own checkpoints and pictures, and then what is inherited.
INSERT INTO job_origins (job_id, origin, tenant, submitted_at)
WITH RECURSIVE origins (job, origin) AS (
    SELECT id, checkpoint_digest FROM jobs WHERE checkpoint_digest <> ''
    UNION
    SELECT job_id, sha256 FROM image_parents WHERE sha256 IS NOT NULL
    UNION
    SELECT image_parents.job_id, origins.origin
    FROM origins JOIN images ON images.job_id = origins.job JOIN image_parents ON image_parents.sha256 = images.sha256)
SELECT job, origin, tenant, submitted_at FROM origins JOIN jobs ON jobs.id = job WHERE submitted_at IS NOT NULL;

-- Its work is done by job_origins.
DROP INDEX jobs_by_checkpoint;
