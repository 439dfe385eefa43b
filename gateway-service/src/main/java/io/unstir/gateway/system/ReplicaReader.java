package io.unstir.gateway.system;

import com.google.protobuf.InvalidProtocolBufferException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.unstir.gateway.topic.TopicTable;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.ReplicaSeen;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/** Keeps what replicas say of themselves. */
@Singleton
class ReplicaReader {
    private static final Logger LOG = Logger.getLogger(ReplicaReader.class);

    private final TopicTable<Replicas> table;
    private volatile Replicas current = Replicas.NONE;

    ReplicaReader(@Identifier("default-kafka-broker") Map<String, Object> broker, MeterRegistry meters) {
        this.table = new TopicTable<>(
                Topic.REPLICAS, broker, Replicas.NONE, ReplicaReader::after, replicas -> current = replicas);
        gauge("sampler", ReplicaSeen::hasSampler, meters);
        gauge("trainer", ReplicaSeen::hasTrainer, meters);
    }

    private void gauge(String kind, Predicate<ReplicaSeen> is, MeterRegistry meters) {
        Gauge.builder("unstir.replicas", () -> current.alive(is, Instant.now()))
                .description("Replicas that said of themselves lately that they are alive")
                .tag("kind", kind)
                .register(meters);
    }

    void start(@Observes StartupEvent event) {
        table.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        table.stop();
    }

    Replicas replicas() {
        return current;
    }

    private static Replicas after(Replicas replicas, ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            return replicas;
        }
        try {
            return replicas.after(ReplicaSeen.parseFrom(record.value()));
        } catch (InvalidProtocolBufferException e) {
            LOG.warnf("replica record skipped offset=%d cause=%s", record.offset(), e.getMessage());
            return replicas;
        }
    }
}
