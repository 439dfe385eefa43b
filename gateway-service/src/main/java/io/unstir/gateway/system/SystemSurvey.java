package io.unstir.gateway.system;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.unstir.gateway.models.ModelRegistry;
import io.unstir.gateway.storage.StorageClient;
import io.unstir.gateway.system.SystemState.Service;
import io.unstir.proto.Moment;
import io.unstir.proto.v1.ReplicaSeen;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Puts together what storage counts, what replicas say of themselves, and which services answer. */
@Singleton
class SystemSurvey {
    private final StorageClient storage;
    private final ModelRegistry registry;
    private final ReplicaReader replicas;
    private final BrokerProbe broker;

    SystemSurvey(StorageClient storage, ModelRegistry registry, ReplicaReader replicas, BrokerProbe broker) {
        this.storage = storage;
        this.registry = registry;
        this.replicas = replicas;
        this.broker = broker;
    }

    /** What storage counts of a tenant's jobs. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Told(long queued, long processing, long stepsLeft, double oldestQueuedSeconds, List<Busy> samplers) {
        @JsonIgnoreProperties(ignoreUnknown = true)
        record Busy(String worker, long processing) {}

        Map<String, Long> processingByWorker() {
            return samplers.stream().collect(Collectors.toMap(Busy::worker, Busy::processing));
        }
    }

    /** @param told empty while storage is away */
    SystemState state(Optional<Told> told, Instant now) {
        var lately = replicas.replicas().lately(now);
        var processing = told.map(Told::processingByWorker).orElse(Map.of());
        return new SystemState(
                told.map(SystemSurvey::queue).orElse(null),
                lately.stream()
                        .filter(ReplicaSeen::hasSampler)
                        .map(replica -> sampler(replica, processing.getOrDefault(replica.getName(), 0L), now))
                        .toList(),
                lately.stream()
                        .filter(ReplicaSeen::hasTrainer)
                        .map(replica -> trainer(replica, now))
                        .toList(),
                services(told.isPresent()));
    }

    /** Storage counts with its database, so where it does not, one of the two is away; without storage nobody can tell of the other. */
    private List<Service> services(boolean counted) {
        boolean alive = counted || storage.isAlive();
        return List.of(
                new Service("gateway", registry.isRead()),
                new Service("broker", broker.answers()),
                new Service("storage", alive),
                new Service("database", alive ? counted : null));
    }

    private static SystemState.Queue queue(Told told) {
        return new SystemState.Queue(told.queued(), told.processing(), told.stepsLeft(), told.oldestQueuedSeconds());
    }

    private static SystemState.Sampler sampler(ReplicaSeen replica, long processing, Instant now) {
        var state = replica.getSampler();
        return new SystemState.Sampler(
                replica.getName(),
                Replicas.alive(replica, now),
                Replicas.at(replica),
                startedAt(replica),
                state.getDeviceClass(),
                state.getJobs(),
                state.getMostJobs(),
                state.getLanes(),
                processing);
    }

    private static SystemState.Trainer trainer(ReplicaSeen replica, Instant now) {
        return new SystemState.Trainer(
                replica.getName(),
                Replicas.alive(replica, now),
                Replicas.at(replica),
                startedAt(replica),
                replica.getTrainer().getTraining());
    }

    private static Instant startedAt(ReplicaSeen replica) {
        return Moment.of(replica.getStartedAt());
    }
}
