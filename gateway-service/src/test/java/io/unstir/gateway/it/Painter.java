package io.unstir.gateway.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.ImageProduced;
import io.unstir.proto.v1.JobEvent;
import io.unstir.proto.v1.JobSubmitted;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Does as samplers do, at no cost: jobs submitted from now on whose prompt begins with {@code paint} succeed, those that begin
 * with {@code spoil} fail, others are left alone. An image's bytes are its address in words.
 */
final class Painter implements AutoCloseable {
    private final StorageServer storage;
    private final KafkaConsumer<String, byte[]> jobs;
    private final KafkaProducer<String, byte[]> events;
    private final Thread thread = Thread.ofVirtual().unstarted(this::run);
    private volatile boolean stopping;

    Painter(Broker broker, StorageServer storage) {
        this.storage = storage;
        var settings = Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers());
        jobs = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
        events = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        List<TopicPartition> partitions = Topic.OF_JOBS.stream()
                .flatMap(topic -> IntStream.range(0, topic.partitions())
                        .mapToObj(partition -> new TopicPartition(topic.topicName(), partition)))
                .toList();
        jobs.assign(partitions);
        jobs.seekToEnd(partitions);
        partitions.forEach(jobs::position);
        thread.start();
    }

    static byte[] picture(String job, int index) {
        return "picture %d of %s".formatted(index, job).getBytes(UTF_8);
    }

    @Override
    public void close() throws InterruptedException {
        stopping = true;
        thread.join();
        jobs.close();
        events.close();
    }

    private void run() {
        while (!stopping) {
            jobs.poll(Duration.ofMillis(20)).forEach(record -> take(record.value()));
        }
    }

    private void take(byte[] record) {
        try {
            var job = JobSubmitted.parseFrom(record);
            var prompt = job.getRequest().getPrompt();
            if (prompt.startsWith("paint")) {
                IntStream.range(0, job.getRequest().getImageCount()).forEach(index -> paint(job, index));
                tell(Happenings.succeeded(job.getJobId(), 1));
            } else if (prompt.startsWith("spoil")) {
                tell(Happenings.failed(job.getJobId(), 1));
            }
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    private void paint(JobSubmitted job, int index) {
        var bytes = picture(job.getJobId(), index);
        var sha256 = StorageServer.sha256(bytes);
        storage.put("/blobs/" + sha256, bytes);
        storage.put("/images/" + sha256, "{\"sha256\":\"%s\"}".formatted(sha256).getBytes(UTF_8));
        boolean sized = job.getRequest().hasCanvas();
        var image = ImageProduced.newBuilder()
                .setIndex(index)
                .setSha256(sha256)
                .setSizeBytes(bytes.length)
                .setWidth(sized ? job.getRequest().getCanvas().getWidth() : 32)
                .setHeight(sized ? job.getRequest().getCanvas().getHeight() : 32)
                .setMediaType("image/png");
        tell(JobEvent.newBuilder()
                .setJobId(job.getJobId())
                .setTenant(job.getTenant())
                .setAttempt(1)
                .setImageProduced(image)
                .build());
    }

    private void tell(JobEvent event) {
        events.send(new ProducerRecord<>(Topic.JOB_EVENTS.topicName(), event.getJobId(), event.toByteArray()));
    }
}
