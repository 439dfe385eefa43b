package io.unstir.trainer.service;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.TrainingRequested;
import io.unstir.trainer.trace.TrainingTrace;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/**
 * Takes training requests one at a time. A record is acknowledged when its training has ended and everybody was told; one that
 * was stopped comes again at the next start.
 */
@ApplicationScoped
class TrainingRequests {
    private static final Logger LOG = Logger.getLogger(TrainingRequests.class);

    private final RequestedTrainings trainings;
    private final TrainerConfig config;
    private final TrainingTrace trace;
    // A training lasts hours: it gets a thread of its own and no worker of Vert.x, which would report that one as
    // blocked.
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("training").factory());
    private volatile boolean stopping;
    private volatile boolean atWork;

    TrainingRequests(RequestedTrainings trainings, TrainerConfig config, TrainingTrace trace) {
        this.trace = trace;
        this.trainings = trainings;
        this.config = config;
    }

    @Incoming("trainings")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    CompletionStage<Void> take(Message<byte[]> message) {
        var acknowledged = new CompletableFuture<Void>();
        if (stopping) {
            return acknowledged;
        }
        thread.execute(() -> {
            if (runToItsEnd(message.getPayload(), headers(message))) {
                message.ack().whenComplete((_, _) -> acknowledged.complete(null));
            }
        });
        // Left open where the training was stopped, so that no further request is taken.
        return acknowledged;
    }

    /** Whether a training is in hand. */
    boolean atWork() {
        return atWork;
    }

    private static Headers headers(Message<byte[]> message) {
        return message.getMetadata(IncomingKafkaRecordMetadata.class)
                .<Headers>map(IncomingKafkaRecordMetadata::getHeaders)
                .orElseGet(RecordHeaders::new);
    }

    private boolean runToItsEnd(byte[] payload, Headers headers) {
        atWork = true;
        try {
            return run(TrainingRequested.parseFrom(payload), headers);
        } catch (InvalidProtocolBufferException e) {
            LOG.errorf(
                    "Training request dropped, it can't be parsed: bytes=%d cause=%s", payload.length, e.getMessage());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (RuntimeException e) {
            // Whatever could be told of is told; here the trainer itself is broken, for example its disk.
            LOG.error("Training request left open until the next start", e);
            return false;
        } finally {
            atWork = false;
        }
    }

    private boolean run(TrainingRequested request, Headers headers) throws InterruptedException {
        var span = trace.taken(headers, Topic.TRAININGS.topicName(), request.getTrainingId());
        MDC.put("trainingId", request.getTrainingId());
        if (span.getSpanContext().isValid()) {
            MDC.put("traceId", span.getSpanContext().getTraceId());
        }
        try (var _ = span.makeCurrent()) {
            return trainings.run(request, () -> stopping);
        } finally {
            span.end();
            MDC.clear();
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        thread.shutdown();
        if (!thread.awaitTermination(config.stopTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
            thread.shutdownNow();
        }
    }
}
