-- What is to be told of runs as OpenLineage: a row when a run began and a row when it ended, written by the transaction that
-- learns of it and once for all, however often it is told. The document itself is made of the other tables when it is sent.
CREATE TABLE lineage_events (
    sequence    bigint NOT NULL GENERATED ALWAYS AS IDENTITY UNIQUE,
    kind        text NOT NULL CHECK (kind IN ('sampling', 'training')),
    run         text NOT NULL,
    event_type  text NOT NULL CHECK (event_type IN ('START', 'COMPLETE', 'FAIL', 'ABORT')),
    occurred_at timestamptz NOT NULL,
    PRIMARY KEY (kind, run, event_type)
);

COMMENT ON TABLE lineage_events IS 'Run events of OpenLineage in the order they are sent: an outbox. A row stays, so that what is told again is not sent again.';
COMMENT ON COLUMN lineage_events.sequence IS 'The order of sending; only one process writes at a time, so it is the order of commits too.';
COMMENT ON COLUMN lineage_events.kind IS 'sampling: run is a job; training: run is a training.';
COMMENT ON COLUMN lineage_events.run IS 'Id of the job or training. No foreign key: what was sent was sent, whatever becomes of the row.';
COMMENT ON COLUMN lineage_events.event_type IS 'START, then one of COMPLETE, FAIL and ABORT.';
COMMENT ON COLUMN lineage_events.occurred_at IS 'When the run began or ended, as its own events say.';

CREATE TABLE lineage_outlets (
    name         text PRIMARY KEY CHECK (name IN ('topic', 'endpoint')),
    sent_through bigint NOT NULL DEFAULT 0,
    sent_at      timestamptz,
    refused      bigint NOT NULL DEFAULT 0 CHECK (refused >= 0),
    last_refusal text
);

COMMENT ON TABLE lineage_outlets IS 'How far each way out has told lineage_events. Set sent_through to 0, and all of it is sent again.';
COMMENT ON COLUMN lineage_outlets.name IS 'topic: unstir.lineage; endpoint: the HTTP address of the configuration.';
COMMENT ON COLUMN lineage_outlets.sent_through IS 'Sequence of the last event that was taken or refused.';
COMMENT ON COLUMN lineage_outlets.sent_at IS 'When that was.';
COMMENT ON COLUMN lineage_outlets.refused IS 'Events that the endpoint would not take as they are, and that are not sent again.';
COMMENT ON COLUMN lineage_outlets.last_refusal IS 'Which was refused last, and with which status.';

INSERT INTO lineage_outlets (name) VALUES ('topic'), ('endpoint');

-- A job is a run once both halves of it are known: what was asked, and that it was begun or has ended. One that ends before a
-- sampler began it was begun by being submitted, since a run has a start.
CREATE FUNCTION jobs_tell_lineage() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO lineage_events (kind, run, event_type, occurred_at)
    VALUES ('sampling', NEW.id::text, 'START', coalesce(NEW.started_at, NEW.submitted_at)) ON CONFLICT DO NOTHING;
    IF NEW.terminal THEN
        INSERT INTO lineage_events (kind, run, event_type, occurred_at)
        VALUES ('sampling', NEW.id::text,
                CASE NEW.status WHEN 'succeeded' THEN 'COMPLETE' WHEN 'failed' THEN 'FAIL' ELSE 'ABORT' END,
                NEW.completed_at)
        ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER jobs_tell_lineage_at_once AFTER INSERT ON jobs FOR EACH ROW
    WHEN (NEW.submitted_at IS NOT NULL AND (NEW.started_at IS NOT NULL OR NEW.terminal))
    EXECUTE FUNCTION jobs_tell_lineage();

CREATE TRIGGER jobs_tell_lineage AFTER UPDATE OF status, started_at, submitted_at ON jobs FOR EACH ROW
    WHEN (NEW.submitted_at IS NOT NULL AND (NEW.started_at IS NOT NULL OR NEW.terminal)
          AND (OLD.submitted_at IS NULL OR OLD.started_at IS NULL AND NEW.started_at IS NOT NULL
               OR NOT OLD.terminal AND NEW.terminal))
    EXECUTE FUNCTION jobs_tell_lineage();

-- A training may run without having been asked for over Kafka, and the request may be read last: one that ends before it began
-- was begun by its end.
CREATE FUNCTION training_runs_tell_lineage() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO lineage_events (kind, run, event_type, occurred_at)
    VALUES ('training', NEW.id, 'START', coalesce(NEW.started_at, NEW.completed_at))
    ON CONFLICT DO NOTHING;
    IF NEW.terminal THEN
        INSERT INTO lineage_events (kind, run, event_type, occurred_at)
        VALUES ('training', NEW.id,
                CASE NEW.status WHEN 'succeeded' THEN 'COMPLETE' WHEN 'failed' THEN 'FAIL' ELSE 'ABORT' END,
                NEW.completed_at)
        ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER training_runs_tell_lineage_at_once AFTER INSERT ON training_runs FOR EACH ROW
    WHEN (NEW.started_at IS NOT NULL OR NEW.terminal)
    EXECUTE FUNCTION training_runs_tell_lineage();

CREATE TRIGGER training_runs_tell_lineage AFTER UPDATE OF status, started_at ON training_runs FOR EACH ROW
    WHEN (OLD.started_at IS NULL AND NEW.started_at IS NOT NULL OR NOT OLD.terminal AND NEW.terminal)
    EXECUTE FUNCTION training_runs_tell_lineage();

-- Runs of the time before are told too, in their order.
INSERT INTO lineage_events (kind, run, event_type, occurred_at)
SELECT kind, run, event_type, occurred_at
FROM (SELECT 'sampling' AS kind, id::text AS run, 'START' AS event_type, coalesce(started_at, submitted_at) AS occurred_at
      FROM jobs WHERE submitted_at IS NOT NULL AND (started_at IS NOT NULL OR terminal)
      UNION ALL
      SELECT 'sampling', id::text,
             CASE status WHEN 'succeeded' THEN 'COMPLETE' WHEN 'failed' THEN 'FAIL' ELSE 'ABORT' END, completed_at
      FROM jobs WHERE submitted_at IS NOT NULL AND terminal
      UNION ALL
      SELECT 'training', id, 'START', coalesce(started_at, completed_at)
      FROM training_runs WHERE started_at IS NOT NULL OR terminal
      UNION ALL
      SELECT 'training', id,
             CASE status WHEN 'succeeded' THEN 'COMPLETE' WHEN 'failed' THEN 'FAIL' ELSE 'ABORT' END, completed_at
      FROM training_runs WHERE terminal) AS told
ORDER BY occurred_at, event_type <> 'START', run;
