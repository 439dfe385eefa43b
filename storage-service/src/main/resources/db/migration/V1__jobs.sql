-- Jobs and job events come from different topics and may arrive in any order. Whoever comes first makes the job's row;
-- the columns of a submission and those of its course are written by different statements and never by both.

CREATE TABLE jobs (
    id                uuid PRIMARY KEY,
    tenant            text,
    submitted_at      timestamptz,
    model             text,
    version           text,
    checkpoint_digest text,
    prompt            text,
    negative_prompt   text,
    seed              bigint CHECK (seed >= 0),
    image_count       integer CHECK (image_count >= 1),
    solver            text,
    steps             integer CHECK (steps >= 1),
    eta               double precision,
    timestep_spacing  text,
    guidance_scale    double precision,
    request_digest    text,

    status            text NOT NULL DEFAULT 'queued'
                      CHECK (status IN ('queued', 'processing', 'succeeded', 'failed', 'canceled')),
    terminal          boolean NOT NULL GENERATED ALWAYS AS (status IN ('succeeded', 'failed', 'canceled')) STORED,
    attempt           integer NOT NULL DEFAULT 0,
    worker            text,
    device_class      text,
    steps_done        integer NOT NULL DEFAULT 0 CHECK (steps_done >= 0),
    steps_total       integer CHECK (steps_total >= 0),
    started_at        timestamptz,
    completed_at      timestamptz,
    sampling_millis   bigint,
    error_code        text,
    error_message     text,
    cancel_reason     text,

    CHECK ((submitted_at IS NULL) = (prompt IS NULL)),
    CHECK (terminal = (completed_at IS NOT NULL)),
    CHECK ((status = 'failed') = (error_code IS NOT NULL))
);

COMMENT ON TABLE jobs IS 'One row a job: what was asked (from unstir.jobs) and how far it is (from unstir.job-events). A row without submitted_at is known by its events only.';
COMMENT ON COLUMN jobs.checkpoint_digest IS 'No foreign key: the checkpoint topic is read independently of the jobs.';
COMMENT ON COLUMN jobs.attempt IS 'Highest delivery count seen; progress of an older attempt never overwrites that of a newer one.';
COMMENT ON COLUMN jobs.terminal IS 'A terminal row absorbs: the trigger jobs_terminal_absorbs refuses any change of its course.';

CREATE FUNCTION refuse_change_of_terminal_job() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.status, OLD.attempt, OLD.worker, OLD.device_class, OLD.steps_done, OLD.steps_total, OLD.started_at,
        OLD.completed_at, OLD.sampling_millis, OLD.error_code, OLD.error_message, OLD.cancel_reason)
       IS DISTINCT FROM
       (NEW.status, NEW.attempt, NEW.worker, NEW.device_class, NEW.steps_done, NEW.steps_total, NEW.started_at,
        NEW.completed_at, NEW.sampling_millis, NEW.error_code, NEW.error_message, NEW.cancel_reason) THEN
        RAISE EXCEPTION 'job % is %: a terminal job does not change', OLD.id, OLD.status;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER jobs_terminal_absorbs BEFORE UPDATE ON jobs
    FOR EACH ROW WHEN (OLD.terminal) EXECUTE FUNCTION refuse_change_of_terminal_job();

CREATE TABLE job_events (
    source      text NOT NULL,
    event_id    text NOT NULL,
    job_id      uuid NOT NULL REFERENCES jobs (id),
    type        text NOT NULL,
    occurred_at timestamptz NOT NULL,
    worker      text,
    attempt     integer,
    topic       text NOT NULL,
    partition   integer NOT NULL,
    kafka_offset bigint NOT NULL,
    payload     bytea NOT NULL,
    PRIMARY KEY (source, event_id)
);

CREATE INDEX job_events_of_job ON job_events (job_id, kafka_offset);

COMMENT ON TABLE job_events IS 'Append-only history of every job with the bytes as they came, event types this version does not know included. An occurrence that was delivered twice (same CloudEvents source and id) stands here once.';

CREATE TABLE images (
    job_id       uuid NOT NULL REFERENCES jobs (id),
    image_index  integer NOT NULL CHECK (image_index >= 0),
    sha256       text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    size_bytes   bigint NOT NULL CHECK (size_bytes >= 0),
    width        integer NOT NULL CHECK (width > 0),
    height       integer NOT NULL CHECK (height > 0),
    media_type   text NOT NULL,
    device_class text NOT NULL,
    worker       text NOT NULL,
    produced_at  timestamptz NOT NULL,
    PRIMARY KEY (job_id, image_index)
);

CREATE INDEX images_by_digest ON images (sha256, produced_at);

COMMENT ON TABLE images IS 'The images of each job. Two jobs with the same seed share a digest, and their bytes are one blob. No foreign key to blobs: rows are rebuilt from Kafka, blobs are not.';
