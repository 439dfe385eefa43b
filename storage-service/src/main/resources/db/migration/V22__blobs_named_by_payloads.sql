-- Training events, parked records and unknown checkpoint events are kept as they came, and may name blobs as text anywhere in them. The
-- collector asks for each blob who names it; without an index that reads every payload there is.

CREATE FUNCTION digests_in(payload bytea) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS $$
    SELECT coalesce(array_agg(DISTINCT substr(run, at, 64)), '{}')
    FROM (SELECT (regexp_matches(encode(payload, 'escape'), '[0-9a-f]{64,}', 'g'))[1] AS run) AS runs,
         -- Bytes around a digest may look like more of it. A run that is much longer holds no digests.
         generate_series(1, least(length(run) - 63, 64)) AS at
$$;

COMMENT ON FUNCTION digests_in IS 'All that might be a SHA-256 in hex in these bytes; rather too much than too little.';

CREATE INDEX training_events_name_blobs ON training_events USING gin (digests_in(payload));
CREATE INDEX parked_records_name_blobs ON parked_records USING gin (digests_in(payload));
CREATE INDEX unknown_checkpoint_events_name_blobs ON unknown_checkpoint_events USING gin (digests_in(payload));
