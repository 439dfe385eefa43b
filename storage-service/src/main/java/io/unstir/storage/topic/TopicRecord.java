package io.unstir.storage.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * One Kafka record as it came.
 *
 * @param topicId Kafka's id of the topic, which changes when a topic is deleted and made again
 * @param recordedAt the record's timestamp
 * @param headers the last of each name, as text
 */
public record TopicRecord(
        String topic,
        String topicId,
        int partition,
        long offset,
        Instant recordedAt,
        Optional<byte[]> key,
        Optional<byte[]> value,
        Map<String, String> headers) {

    public static TopicRecord of(ConsumerRecord<byte[], byte[]> record, String topicId) {
        var headers = new LinkedHashMap<String, String>();
        for (var header : record.headers()) {
            headers.put(header.key(), header.value() == null ? "" : new String(header.value(), UTF_8));
        }
        return new TopicRecord(
                record.topic(),
                topicId,
                record.partition(),
                record.offset(),
                Instant.ofEpochMilli(Math.max(0, record.timestamp())),
                Optional.ofNullable(record.key()),
                Optional.ofNullable(record.value()),
                headers);
    }

    /** Names the occurrence: CloudEvents source and id, which a redelivery keeps, or else the record's own place. */
    Occurrence occurrence() {
        var source = header("ce_source");
        var id = header("ce_id");
        return source.isPresent() && id.isPresent()
                ? new Occurrence(source.get(), id.get())
                : new Occurrence("kafka", "%s/%s/%d/%d".formatted(topic, topicId, partition, offset));
    }

    record Occurrence(String source, String id) {}

    /** The key as text: all keys here are ids. */
    public String keyText() {
        return key.map(bytes -> new String(bytes, UTF_8)).orElse("");
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name)).filter(text -> !text.isBlank());
    }

    byte[] requireValue() throws UnreadableRecord {
        return value.orElseThrow(() -> new UnreadableRecord("the record has no value"));
    }
}
