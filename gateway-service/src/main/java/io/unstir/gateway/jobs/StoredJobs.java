package io.unstir.gateway.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.InvalidProtocolBufferException;
import io.unstir.gateway.live.Place;
import io.unstir.gateway.live.PlacedEvent;
import io.unstir.gateway.publish.SubmissionId;
import io.unstir.gateway.storage.StorageClient;
import io.unstir.proto.v1.JobEvent;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** Jobs as storage has them. */
@Singleton
class StoredJobs {
    private final StorageClient storage;
    private final ObjectMapper json;

    StoredJobs(StorageClient storage, ObjectMapper json) {
        this.storage = storage;
        this.json = json;
    }

    Optional<KnownJob> find(String tenant, SubmissionId id) {
        return storage.job(tenant, id.toString())
                .map(document -> new KnownJob(
                        tenant,
                        read(document),
                        Optional.ofNullable(document.get("request_digest")).map(JsonNode::textValue),
                        Optional.empty()));
    }

    /** @param after events behind it are given too */
    JobSnapshot snapshot(String tenant, SubmissionId id, Optional<Place> after) {
        var document = storage.jobEvents(tenant, id.toString(), after.map(Place::toString));
        return new JobSnapshot(
                given(document.path("job")).map(this::read),
                document.path("attempt").intValue(),
                document.path("attempt_before").intValue(),
                given(document.path("last")).map(StoredJobs::place),
                events(document.path("events")),
                document.path("complete").asBoolean(true),
                offsets(document.path("read_to")),
                submissions(document.path("submissions_read_to")));
    }

    Job read(JsonNode document) {
        try {
            return json.treeToValue(document, Job.class).withUrls();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("storage sent a job that cannot be read", e);
        }
    }

    private static Map<TopicPartition, Long> submissions(JsonNode byTopic) {
        var offsets = new HashMap<TopicPartition, Long>();
        byTopic.properties().forEach(topic -> offsets(topic.getValue())
                .forEach((partition, offset) -> offsets.put(new TopicPartition(topic.getKey(), partition), offset)));
        return offsets;
    }

    private static Map<Integer, Long> offsets(JsonNode byPartition) {
        var offsets = new HashMap<Integer, Long>();
        byPartition
                .properties()
                .forEach(offset -> offsets.put(
                        Integer.valueOf(offset.getKey()), offset.getValue().longValue()));
        return offsets;
    }

    private static Optional<JsonNode> given(JsonNode node) {
        return Optional.of(node).filter(JsonNode::isObject);
    }

    private static List<PlacedEvent> events(JsonNode documents) {
        var events = new ArrayList<PlacedEvent>();
        for (var document : documents) {
            try {
                var event = JobEvent.parseFrom(document.path("payload").binaryValue());
                events.add(new PlacedEvent(place(document), event));
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalStateException("storage sent a job event that cannot be read", e);
            } catch (IOException e) {
                throw new IllegalStateException("storage sent bytes that are not base64", e);
            }
        }
        return events;
    }

    private static Place place(JsonNode document) {
        return new Place(
                document.path("partition").intValue(), document.path("offset").longValue());
    }
}
