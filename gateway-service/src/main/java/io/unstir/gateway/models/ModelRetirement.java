package io.unstir.gateway.models;

import com.google.protobuf.Timestamp;
import io.unstir.gateway.problem.FieldError;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import io.unstir.gateway.publish.EventPublisher;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.CheckpointEvent;
import io.unstir.proto.v1.CheckpointRetired;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jboss.logging.Logger;

/** Takes models off the registry: no new job can name one, those accepted before still run. */
@Singleton
class ModelRetirement {
    private static final Logger LOG = Logger.getLogger(ModelRetirement.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofMillis(5);

    private final ModelRegistry registry;
    private final EventPublisher publisher;

    ModelRetirement(ModelRegistry registry, EventPublisher publisher) {
        this.registry = registry;
        this.publisher = publisher;
    }

    /** Retiring one again changes nothing, its first reason included. */
    RetiredModel retire(String id, String reason) {
        var models = registry.models();
        if (models.retired().containsKey(id)) {
            return new RetiredModel(id, true, models.retired().get(id));
        }
        var model = models.find(id).orElseThrow(() -> refused(id, models));
        publish(model, reason);
        awaitSeen(id);
        return new RetiredModel(id, true, reason);
    }

    private void publish(Model model, String reason) {
        var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        var event = CheckpointEvent.newBuilder()
                .setModel(model.model())
                .setVersion(model.version())
                .setOccurredAt(
                        Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()))
                .setRetired(CheckpointRetired.newBuilder().setReason(reason).setDigest(model.digest()))
                .build();
        // By digest, since a version can be published again and retired again.
        publisher.publish(
                Topic.CHECKPOINTS, model.id(), event, "%s/retired/%s".formatted(model.id(), model.digest()), now);
        LOG.infof("model retired model=%s checkpoint=%s", model.id(), model.digest());
    }

    /** Whoever was told of the retirement can rely on it here at once, and elsewhere milliseconds later. */
    private void awaitSeen(String id) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (registry.models().find(id).isPresent() && System.nanoTime() < deadline) {
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static ProblemException refused(String id, Models models) {
        if (models.resolve(id).isPresent()) {
            String limit =
                    "one version, such as " + models.resolve(id).orElseThrow().id();
            return new ProblemException(
                    ProblemCode.INVALID_REQUEST,
                    new FieldError("id", id, limit, "What is retired is named by its version; id must be " + limit));
        }
        return new ProblemException(ProblemCode.NOT_FOUND, ModelRegistry.absent("id", id, models));
    }
}
