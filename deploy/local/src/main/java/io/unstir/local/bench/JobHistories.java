package io.unstir.local.bench;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.unstir.proto.CloudEvent;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.CheckpointRef;
import io.unstir.proto.v1.ImageProduced;
import io.unstir.proto.v1.JobEvent;
import io.unstir.proto.v1.JobProgressed;
import io.unstir.proto.v1.JobStarted;
import io.unstir.proto.v1.JobSubmitted;
import io.unstir.proto.v1.JobSucceeded;
import io.unstir.proto.v1.SamplingRequest;
import io.unstir.proto.v1.SolverSettings;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Jobs as gateway and samplers tell of them, at once and with nothing behind them: two images, eleven reports, 15 events each. */
record JobHistories(String bootstrapServers) {
    private static final int EVENTS = 15;
    private static final int REPORTS = 10;
    private static final int IMAGES = 2;
    private static final String DIGEST = "d".repeat(64);

    /** How many events were sent. */
    long send(int jobs) {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", bootstrapServers, "acks", "all", "linger.ms", "5"),
                new StringSerializer(),
                new ByteArraySerializer())) {
            // Event by event and not job by job: histories lie interleaved on the topics, as many samplers leave them.
            int together = 16;
            for (int from = 0; from < jobs; from += together) {
                var ids = new UUID[Math.min(together, jobs - from)];
                for (int i = 0; i < ids.length; i++) {
                    ids[i] = UUID.randomUUID();
                }
                for (int event = 0; event < EVENTS; event++) {
                    for (var id : ids) {
                        producer.send(record(id.toString(), event));
                    }
                }
            }
        }
        return (long) jobs * EVENTS;
    }

    private static ProducerRecord<String, byte[]> record(String id, int event) {
        var now = Timestamps.fromMillis(System.currentTimeMillis());
        if (event == 0) {
            return record(Topic.JOBS, id, id + "/submitted", submitted(id, now));
        }
        if (event == 1) {
            return event(
                    id,
                    "started",
                    now,
                    it -> it.setStarted(JobStarted.newBuilder().setDeviceClass("cpu")));
        }
        if (event < 2 + REPORTS) {
            int done = 10 * (event - 1);
            return event(
                    id,
                    "progress/1/" + done,
                    now,
                    it -> it.setProgressed(
                            JobProgressed.newBuilder().setStepsDone(done).setStepsTotal(10 * REPORTS)));
        }
        int index = event - 2 - REPORTS;
        if (index < IMAGES) {
            return event(
                    id,
                    "image/" + index,
                    now,
                    it -> it.setImageProduced(ImageProduced.newBuilder()
                            .setIndex(index)
                            .setSha256((id + id).replace("-", "").substring(1) + index)
                            .setSizeBytes(2000)
                            .setWidth(32)
                            .setHeight(32)
                            .setMediaType("image/png")
                            .setDeviceClass("cpu")));
        }
        return event(
                id,
                "succeeded",
                now,
                it -> it.setSucceeded(JobSucceeded.newBuilder().setSamplingMillis(500)));
    }

    private static Message submitted(String id, Timestamp now) {
        return JobSubmitted.newBuilder()
                .setJobId(id)
                .setTenant("default")
                .setSubmittedAt(now)
                .setCheckpoint(CheckpointRef.newBuilder()
                        .setModel("emoji")
                        .setVersion("1")
                        .setDigest(DIGEST))
                .setRequest(SamplingRequest.newBuilder()
                        .setPrompt("a red heart")
                        .setSeed(id.hashCode() & Integer.MAX_VALUE)
                        .setImageCount(IMAGES)
                        .setGuidanceScale(3)
                        .setSolver(SolverSettings.newBuilder().setName("ddim").setSteps(50)))
                .build();
    }

    private static ProducerRecord<String, byte[]> event(
            String id, String name, Timestamp now, UnaryOperator<JobEvent.Builder> content) {
        var event = content.apply(JobEvent.newBuilder()
                .setJobId(id)
                .setTenant("default")
                .setOccurredAt(now)
                .setWorker("sampler-0")
                .setAttempt(1));
        return record(Topic.JOB_EVENTS, id, id + "/" + name, event.build());
    }

    private static ProducerRecord<String, byte[]> record(Topic topic, String key, String id, Message message) {
        var record = new ProducerRecord<>(topic.topicName(), key, message.toByteArray());
        CloudEvent.of(message, id, "/unstir/bench", key, Instant.now())
                .headers()
                .forEach(record.headers()::add);
        return record;
    }
}
