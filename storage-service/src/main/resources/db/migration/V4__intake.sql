CREATE TABLE consumer_offsets (
    topic       text NOT NULL,
    partition   integer NOT NULL CHECK (partition >= 0),
    topic_id    text NOT NULL,
    next_offset bigint NOT NULL CHECK (next_offset >= 0),
    PRIMARY KEY (topic, partition)
);

COMMENT ON TABLE consumer_offsets IS 'Where the intake goes on, written in the transaction that wrote the records before it. Delete rows while the service is down to replay: nothing changes.';
COMMENT ON COLUMN consumer_offsets.topic_id IS 'Kafka''s id of the topic: one that was deleted and made again under the same name is read from its beginning.';

CREATE TABLE parked_records (
    topic        text NOT NULL,
    partition    integer NOT NULL,
    topic_id     text NOT NULL,
    kafka_offset bigint NOT NULL,
    recorded_at  timestamptz NOT NULL,
    record_key   bytea,
    payload      bytea,
    headers      jsonb NOT NULL,
    reason       text NOT NULL,
    PRIMARY KEY (topic_id, partition, kafka_offset)
);

COMMENT ON TABLE parked_records IS 'Records that could not be read or written, untouched, with the reason; the records after them were not held up.';
