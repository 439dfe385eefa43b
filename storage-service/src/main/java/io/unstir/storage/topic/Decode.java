package io.unstir.storage.topic;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.unstir.proto.CloudEvent;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** From a record's bytes to values the database takes, or the reason why not. */
final class Decode {
    private Decode() {}

    static <M> M message(Parser<M> parser, TopicRecord record) throws UnreadableRecord {
        try {
            return parser.parseFrom(record.requireValue());
        } catch (InvalidProtocolBufferException e) {
            throw new UnreadableRecord("not Protobuf: " + e.getMessage());
        }
    }

    static UUID jobId(String text) throws UnreadableRecord {
        try {
            var id = UUID.fromString(text);
            if (id.toString().equals(text)) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            // Said below, as for the short forms that UUID.fromString takes.
        }
        throw new UnreadableRecord("job_id is not a UUID in canonical form: '" + cut(text) + "'");
    }

    static String required(String field, String text) throws UnreadableRecord {
        if (text.isBlank()) {
            throw new UnreadableRecord(field + " is empty");
        }
        return text;
    }

    /** The message's time, or the record's where the message does not say. */
    static Instant time(boolean present, Timestamp timestamp, TopicRecord record) throws UnreadableRecord {
        if (!present) {
            return record.recordedAt();
        }
        if (!Timestamps.isValid(timestamp)) {
            throw new UnreadableRecord("timestamp out of range: seconds " + timestamp.getSeconds());
        }
        return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    }

    static Optional<String> text(String text) {
        return Optional.of(text).filter(value -> !value.isEmpty());
    }

    /** The CloudEvents type, which also names event types newer than this code. */
    static String type(Message message, TopicRecord record) {
        return record.header("ce_type").orElseGet(() -> CloudEvent.typeOf(message));
    }

    /** JSON that is made of a message. */
    interface Detail {
        Optional<String> read() throws InvalidProtocolBufferException;
    }

    static Optional<String> detail(Detail detail) throws UnreadableRecord {
        try {
            return detail.read();
        } catch (InvalidProtocolBufferException e) {
            throw new UnreadableRecord("the event has no JSON form: " + e.getMessage());
        }
    }

    private static String cut(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }
}
