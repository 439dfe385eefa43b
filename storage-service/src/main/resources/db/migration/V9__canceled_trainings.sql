ALTER TABLE training_runs ADD COLUMN cancel_reason text;

ALTER TABLE training_runs DROP CONSTRAINT training_runs_status_check;
ALTER TABLE training_runs ADD CONSTRAINT training_runs_status_check
    CHECK (status IN ('queued', 'processing', 'succeeded', 'failed', 'canceled'));

-- What is generated cannot be changed in place everywhere; its check and trigger go and come with it.
DROP TRIGGER training_runs_terminal_absorbs ON training_runs;
ALTER TABLE training_runs DROP COLUMN terminal CASCADE;
ALTER TABLE training_runs ADD COLUMN terminal boolean NOT NULL
    GENERATED ALWAYS AS (status IN ('succeeded', 'failed', 'canceled')) STORED;
ALTER TABLE training_runs ADD CHECK (terminal = (completed_at IS NOT NULL));
CREATE TRIGGER training_runs_terminal_absorbs BEFORE UPDATE ON training_runs
    FOR EACH ROW WHEN (OLD.terminal) EXECUTE FUNCTION refuse_change_of_terminal_training();

CREATE INDEX training_runs_by_time
    ON training_runs (coalesce(tenant, 'default'), coalesce(requested_at, started_at) DESC, id DESC);
