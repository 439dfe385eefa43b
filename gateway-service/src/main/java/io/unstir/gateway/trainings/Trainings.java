package io.unstir.gateway.trainings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Timestamp;
import io.unstir.gateway.config.GatewayConfig;
import io.unstir.gateway.publish.EventPublisher;
import io.unstir.gateway.publish.RecentSubmissions;
import io.unstir.gateway.publish.SubmissionId;
import io.unstir.gateway.storage.StorageClient;
import io.unstir.gateway.trace.LogsOf;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.TrainingEvent;
import io.unstir.proto.v1.TrainingRequested;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Accepts trainings and finds them. What is in a configuration is the trainer's to judge. */
@Singleton
class Trainings {
    private static final Logger LOG = Logger.getLogger(Trainings.class);

    private final EventPublisher publisher;
    private final StorageClient storage;
    private final ObjectMapper json;
    private final RecentSubmissions<Accepted> recent;
    private final SecureRandom random = new SecureRandom();

    Trainings(EventPublisher publisher, StorageClient storage, ObjectMapper json, GatewayConfig config) {
        this.publisher = publisher;
        this.storage = storage;
        this.json = json;
        this.recent = new RecentSubmissions<>(config.gateway().recentSubmissions());
    }

    private record Accepted(String tenant, Training training) {}

    Training accept(String tenant, String configYaml) {
        var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        String id = SubmissionId.random(now, random).toString();
        var event = TrainingRequested.newBuilder()
                .setTrainingId(id)
                .setTenant(tenant)
                .setRequestedAt(
                        Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()))
                .setConfigYaml(configYaml)
                .build();
        publisher.publish(Topic.TRAININGS, id, event, id + "/requested", now);
        var training = Training.queued(id, now);
        recent.add(id, new Accepted(tenant, training));
        try (var _ = LogsOf.training(id)) {
            LOG.infof("training accepted trainingId=%s", id);
        }
        return training;
    }

    Optional<Training> find(String tenant, String id) {
        return storage.training(tenant, id).map(this::known).or(() -> findRecent(tenant, id));
    }

    /**
     * @param cursor what an earlier page ended with
     * @return empty where that is no cursor
     */
    Optional<TrainingList> page(String tenant, int limit, Optional<String> cursor) {
        return storage.trainings(tenant, limit, cursor).map(page -> {
            var found = new ArrayList<Training>();
            page.path("trainings").forEach(document -> found.add(known(document)));
            return new TrainingList(found, page.path("next_cursor").textValue());
        });
    }

    /** The training with what was told of it after that offset. */
    Optional<TrainingHistory> history(String tenant, String id, long after) {
        return storage.trainingEvents(tenant, id, after)
                .map(document -> new TrainingHistory(known(document.path("training")), told(document.path("events"))))
                .or(() -> findRecent(tenant, id).map(training -> new TrainingHistory(training, List.of())));
    }

    private static List<TrainingHistory.Told> told(JsonNode documents) {
        var events = new ArrayList<TrainingHistory.Told>();
        for (var document : documents) {
            try {
                var event = TrainingEvent.parseFrom(document.path("payload").binaryValue());
                events.add(new TrainingHistory.Told(document.path("offset").longValue(), event));
            } catch (IOException e) {
                throw new IllegalStateException("storage sent a training event that cannot be read", e);
            }
        }
        return events;
    }

    private Optional<Training> findRecent(String tenant, String id) {
        return recent.find(id)
                .filter(accepted -> accepted.tenant().equals(tenant))
                .map(Accepted::training);
    }

    private Training known(JsonNode document) {
        try {
            return json.treeToValue(document, Training.class).withUrls();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("storage sent a training that cannot be read", e);
        }
    }
}
