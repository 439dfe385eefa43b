-- Images made again from their lineage, and what came of it. That a job is a verification comes with its submission; its outcome is
-- a function of that row, the job's and its image's, which come in any order: whichever comes last decides.

CREATE TABLE verifications (
    job_id                uuid PRIMARY KEY REFERENCES jobs (id),
    tenant                text NOT NULL REFERENCES tenants (name),
    image_sha256          text NOT NULL CHECK (image_sha256 ~ '^[0-9a-f]{64}$'),
    image_index           integer NOT NULL CHECK (image_index >= 0),
    original_job_id       uuid NOT NULL,
    original_device_class text NOT NULL,
    requested_at          timestamptz NOT NULL,

    outcome               text NOT NULL DEFAULT 'pending'
                          CHECK (outcome IN ('pending', 'equal', 'different', 'inconclusive')),
    actual_sha256         text CHECK (actual_sha256 ~ '^[0-9a-f]{64}$'),
    actual_device_class   text,
    decided_at            timestamptz,

    largest_difference    integer CHECK (largest_difference >= 0),
    not_compared          text,

    CHECK (original_job_id <> job_id),
    CHECK ((outcome IN ('equal', 'different')) = (actual_sha256 IS NOT NULL)),
    CHECK ((outcome IN ('equal', 'different')) = (actual_device_class IS NOT NULL)),
    CHECK ((outcome = 'equal') = (coalesce(actual_sha256, '') = image_sha256)),
    CHECK ((outcome = 'pending') = (decided_at IS NULL)),
    CHECK (outcome = 'different' OR (largest_difference IS NULL AND not_compared IS NULL)),
    CHECK (largest_difference IS NULL OR not_compared IS NULL)
);

-- An image's, newest first; those of a span of time, for dashboards; those whose pictures are to be looked at.
CREATE INDEX verifications_of_image ON verifications (image_sha256, tenant, requested_at DESC);
CREATE INDEX verifications_by_time ON verifications (requested_at);
CREATE INDEX verifications_to_compare ON verifications (requested_at)
    WHERE outcome = 'different' AND largest_difference IS NULL AND not_compared IS NULL;

COMMENT ON TABLE verifications IS 'One row a job that was asked to make an image again, and whether it made the same bytes. Decided here when the image or the end of the job is written, so it does not take whoever asked to see it through.';
COMMENT ON COLUMN verifications.job_id IS 'The job that makes the image again.';
COMMENT ON COLUMN verifications.tenant IS 'Who asked, and whose the image is.';
COMMENT ON COLUMN verifications.image_sha256 IS 'The image that is verified. No foreign key: the rows of its job may come later.';
COMMENT ON COLUMN verifications.image_index IS 'Which image of both jobs it is, from 0.';
COMMENT ON COLUMN verifications.original_job_id IS 'The job that made it first. No foreign key: its rows may come later, or its records be gone from the topics.';
COMMENT ON COLUMN verifications.original_device_class IS 'What it was made on the first time.';
COMMENT ON COLUMN verifications.requested_at IS 'When the gateway accepted the verification.';
COMMENT ON COLUMN verifications.outcome IS 'pending; equal or different: the bytes; inconclusive: the job ended without the image.';
COMMENT ON COLUMN verifications.actual_sha256 IS 'What was made. NULL while nothing is.';
COMMENT ON COLUMN verifications.actual_device_class IS 'What it was made on now. Equality is promised within one device class.';
COMMENT ON COLUMN verifications.decided_at IS 'When the image was made or the job ended. NULL while pending.';
COMMENT ON COLUMN verifications.largest_difference IS 'Of different files: how far apart the samples of a pixel are at most, in steps of a sample; of 8 bits, 255 is black against white, and 0 the same picture in another file. NULL until the pictures are compared.';
COMMENT ON COLUMN verifications.not_compared IS 'Why the two pictures could not be compared; NULL where they could.';

CREATE FUNCTION decide_verification(job uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE verifications
    SET outcome = CASE WHEN made.sha256 = made.image_sha256 THEN 'equal'
                       WHEN made.sha256 IS NOT NULL THEN 'different'
                       WHEN made.terminal THEN 'inconclusive'
                       ELSE 'pending' END,
        actual_sha256 = made.sha256,
        actual_device_class = made.device_class,
        decided_at = coalesce(made.produced_at, made.completed_at)
    FROM (SELECT asked.image_sha256, images.sha256, images.device_class, images.produced_at, jobs.terminal, jobs.completed_at
          FROM verifications AS asked
          JOIN jobs ON jobs.id = asked.job_id
          LEFT JOIN images ON images.job_id = asked.job_id AND images.image_index = asked.image_index
          WHERE asked.job_id = job) AS made
    WHERE job_id = job;
END $$;

CREATE FUNCTION verifications_are_decided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM decide_verification(NEW.job_id);
    RETURN NULL;
END $$;

CREATE FUNCTION jobs_decide_verifications() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM decide_verification(NEW.id);
    RETURN NULL;
END $$;

CREATE TRIGGER verifications_are_decided AFTER INSERT ON verifications
    FOR EACH ROW EXECUTE FUNCTION verifications_are_decided();

CREATE TRIGGER images_decide_verifications AFTER INSERT ON images
    FOR EACH ROW EXECUTE FUNCTION verifications_are_decided();

CREATE TRIGGER jobs_decide_verifications AFTER UPDATE OF status ON jobs
    FOR EACH ROW WHEN (NEW.terminal AND NOT OLD.terminal) EXECUTE FUNCTION jobs_decide_verifications();

CREATE TRIGGER verifications_stay BEFORE UPDATE ON verifications
    FOR EACH ROW WHEN (OLD.outcome IN ('equal', 'different') AND OLD.outcome <> NEW.outcome)
    EXECUTE FUNCTION refuse_change('what was made again does not change');

CREATE VIEW dashboards.verifications AS
SELECT verifications.job_id, verifications.tenant, jobs.model || '@' || jobs.version AS model, image_sha256, original_job_id, outcome,
       original_device_class, actual_device_class, actual_device_class = original_device_class AS same_device_class,
       largest_difference, not_compared, requested_at, decided_at,
       extract(epoch FROM decided_at - requested_at)::double precision AS seconds
FROM public.verifications JOIN public.jobs ON jobs.id = verifications.job_id;
COMMENT ON VIEW dashboards.verifications IS 'Images made again: whether the bytes were the same, on which device classes, and how far apart the pixels are where they were not.';
