-- Which code and which libraries made what, so that it can be found when they are doubted. Few rows that many others refer to.
CREATE TABLE software (
    digest        text PRIMARY KEY CHECK (digest ~ '^[0-9a-f]{64}$'),
    code_revision text NOT NULL,
    libraries     jsonb NOT NULL
);

COMMENT ON TABLE software IS 'Every build of a sampler or trainer that ever told of a result.';
COMMENT ON COLUMN software.digest IS 'SHA-256 (hex) over revision and libraries: the same software is one row.';
COMMENT ON COLUMN software.code_revision IS 'The commit it was built from, or its version where the build was not told one.';
COMMENT ON COLUMN software.libraries IS 'Versions by name, of the libraries that results depend on.';

ALTER TABLE jobs ADD COLUMN software text REFERENCES software (digest);
COMMENT ON COLUMN jobs.software IS 'Of the sampler that device_class is of. NULL where it did not say.';

ALTER TABLE images ADD COLUMN software text REFERENCES software (digest);
COMMENT ON COLUMN images.software IS 'Of the sampler that made it. NULL where it did not say.';

ALTER TABLE training_runs ADD COLUMN software text REFERENCES software (digest);
COMMENT ON COLUMN training_runs.software IS 'Of the trainer that began it last. NULL where it did not say.';

ALTER TABLE training_runs ADD COLUMN start_checkpoint text CHECK (start_checkpoint ~ '^[0-9a-f]{64}$');
COMMENT ON COLUMN training_runs.start_checkpoint IS 'Whose weights it began with; NULL where they were drawn from the seed. No foreign key: that checkpoint may come from elsewhere.';

CREATE OR REPLACE FUNCTION refuse_change_of_terminal_job() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.status, OLD.attempt, OLD.worker, OLD.device_class, OLD.software, OLD.steps_done, OLD.steps_total,
        OLD.started_at, OLD.completed_at, OLD.sampling_millis, OLD.error_code, OLD.error_message, OLD.cancel_reason)
       IS DISTINCT FROM
       (NEW.status, NEW.attempt, NEW.worker, NEW.device_class, NEW.software, NEW.steps_done, NEW.steps_total,
        NEW.started_at, NEW.completed_at, NEW.sampling_millis, NEW.error_code, NEW.error_message, NEW.cancel_reason) THEN
        RAISE EXCEPTION 'job % is %: a terminal job does not change', OLD.id, OLD.status;
    END IF;
    RETURN NEW;
END $$;
