package io.unstir.storage.topic;

import io.unstir.proto.Topic;
import io.unstir.proto.v1.CheckpointEvent;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** {@code unstir.checkpoints}: the checkpoints, each for good, and what names were told to mean. */
final class CheckpointsTopic implements TopicWriter {
    private static final String NAME = """
            INSERT INTO checkpoint_names (model, version, told_at, retired, digest, reason) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING""";

    private static final String KEEP = """
            INSERT INTO unknown_checkpoint_events (source, event_id, type, occurred_at, topic, partition, kafka_offset, payload)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING""";

    @Override
    public Topic topic() {
        return Topic.CHECKPOINTS;
    }

    @Override
    public void write(Changes changes, TopicRecord record) throws SQLException, UnreadableRecord {
        var event = Decode.message(CheckpointEvent.parser(), record);
        var at = Decode.time(event.hasOccurredAt(), event.getOccurredAt(), record);
        switch (event.getEventCase()) {
            case PUBLISHED -> publish(changes, event, at);
            case RETIRED -> retire(changes, event, at);
            case EVENT_NOT_SET -> keep(changes, Decode.type(event, record), at, record);
        }
    }

    private static void publish(Changes changes, CheckpointEvent event, Instant at)
            throws SQLException, UnreadableRecord {
        var published = event.getPublished();
        var digest = Decode.required("digest", published.getDigest());
        new Checkpoints(changes).tell(digest, published.getManifest(), Optional.of(at));
        name(changes, event, at, false, Optional.of(digest), Optional.empty());
    }

    private static void retire(Changes changes, CheckpointEvent event, Instant at)
            throws SQLException, UnreadableRecord {
        var digest = Decode.text(event.getRetired().getDigest());
        if (digest.isPresent()) {
            new Checkpoints(changes).know(digest.get());
        }
        name(changes, event, at, true, digest, Optional.of(event.getRetired().getReason()));
    }

    private static void name(
            Changes changes,
            CheckpointEvent event,
            Instant at,
            boolean retired,
            Optional<String> digest,
            Optional<String> reason)
            throws SQLException, UnreadableRecord {
        var model = Decode.required("model", event.getModel());
        var version = Decode.required("version", event.getVersion());
        changes.append(NAME, model, version, at, retired, digest, reason);
    }

    private static void keep(Changes changes, String type, Instant at, TopicRecord record) throws SQLException {
        var occurrence = record.occurrence();
        changes.append(
                KEEP,
                occurrence.source(),
                occurrence.id(),
                type,
                at,
                record.topic(),
                record.partition(),
                record.offset(),
                record.value());
    }
}
