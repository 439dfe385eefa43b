-- The history grows with every event and is asked for by job or by time: one partition a month, so that old months can be
-- detached and dropped at once. docs/decisions says why by this time, and how an occurrence stays one over all partitions.

ALTER TABLE job_events RENAME TO job_events_unpartitioned;
ALTER INDEX job_events_pkey RENAME TO job_events_unpartitioned_pkey;
ALTER INDEX job_events_of_job RENAME TO job_events_unpartitioned_of_job;

CREATE TABLE job_events (
    source       text NOT NULL,
    event_id     text NOT NULL,
    job_id       uuid NOT NULL REFERENCES jobs (id),
    type         text NOT NULL,
    occurred_at  timestamptz NOT NULL,
    worker       text,
    attempt      integer,
    topic        text NOT NULL,
    partition    integer NOT NULL,
    kafka_offset bigint NOT NULL,
    payload      bytea NOT NULL,
    known        boolean NOT NULL DEFAULT true,
    PRIMARY KEY (source, event_id, occurred_at)
) PARTITION BY RANGE (occurred_at);

CREATE INDEX job_events_of_job ON job_events (job_id, kafka_offset);
CREATE INDEX job_events_unknown ON job_events (type) WHERE NOT known;

COMMENT ON TABLE job_events IS 'Append-only history of every job with the bytes as they came, event types this version does not know included. An occurrence that was delivered twice (same CloudEvents source and id) stands here once. One partition a month of occurred_at.';
COMMENT ON COLUMN job_events.known IS 'Whether this version understood it. What it did not is kept and moves nothing but the job''s being known.';

CREATE FUNCTION add_job_events_month(at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    month timestamp := date_trunc('month', at AT TIME ZONE 'UTC');
    name  text := 'job_events_' || to_char(month, 'YYYY_MM');
BEGIN
    -- An event of another century is refused for want of a partition, and parked like everything that is refused.
    IF at < '2020-01-01 00:00:00Z' OR at >= '2100-01-01 00:00:00Z' OR to_regclass(name) IS NOT NULL THEN
        RETURN;
    END IF;
    -- Made beside and then attached: readers of the other months are not held up.
    EXECUTE format('CREATE TABLE %I (LIKE job_events INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING COMMENTS)', name);
    EXECUTE format('COMMENT ON TABLE %I IS %L', name, 'Events of ' || to_char(month, 'YYYY-MM') || ' (UTC).');
    EXECUTE format('ALTER TABLE job_events ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', name,
        to_char(month, 'YYYY-MM-DD') || ' 00:00:00Z', to_char(month + interval '1 month', 'YYYY-MM-DD') || ' 00:00:00Z');
END $$;

COMMENT ON FUNCTION add_job_events_month IS 'Makes the partition of job_events that this time belongs to, where there is none.';

SELECT add_job_events_month(month)
FROM (SELECT DISTINCT date_trunc('month', occurred_at AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' AS month
      FROM job_events_unpartitioned) AS months;

-- A clock that was wrong by a lifetime must not keep a database from being migrated.
INSERT INTO parked_records (topic, partition, topic_id, kafka_offset, recorded_at, payload, headers, reason)
SELECT topic, partition, 'before partitioning', kafka_offset, occurred_at, payload,
       jsonb_build_object('ce_source', source, 'ce_id', event_id, 'ce_type', type), 'occurred outside of 2020 to 2099'
FROM job_events_unpartitioned
WHERE occurred_at < '2020-01-01 00:00:00Z' OR occurred_at >= '2100-01-01 00:00:00Z'
ON CONFLICT DO NOTHING;

INSERT INTO job_events (source, event_id, job_id, type, occurred_at, worker, attempt, topic, partition, kafka_offset,
                        payload, known)
SELECT source, event_id, job_id, type, occurred_at, worker, attempt, topic, partition, kafka_offset, payload,
       type IN ('io.unstir.v1.JobSubmitted', 'io.unstir.v1.JobStarted', 'io.unstir.v1.JobProgressed',
                'io.unstir.v1.ImageProduced', 'io.unstir.v1.JobSucceeded', 'io.unstir.v1.JobFailed',
                'io.unstir.v1.JobCancelled')
FROM job_events_unpartitioned
WHERE occurred_at >= '2020-01-01 00:00:00Z' AND occurred_at < '2100-01-01 00:00:00Z';

DROP TABLE job_events_unpartitioned;

CREATE TRIGGER job_events_stay BEFORE UPDATE ON job_events
    FOR EACH ROW EXECUTE FUNCTION refuse_change('what was told does not change');
