package io.unstir.sampler.delivery;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Timestamps;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.JobError;
import io.unstir.proto.v1.JobParked;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Puts a record that no sampler can take to an end aside, as it is. */
public record Parking(Publisher publisher) {

    /** Returns when the broker has it. @param jobId empty where the record does not tell */
    public void park(ConsumerRecord<byte[], byte[]> record, Optional<String> jobId, int deliveryCount, JobError error)
            throws InterruptedException {
        String origin = "%s/%d/%d".formatted(record.topic(), record.partition(), record.offset());
        var parked = JobParked.newBuilder()
                .setJobId(jobId.orElse(""))
                .setParkedAt(Timestamps.now())
                .setJob(record.value() == null ? ByteString.EMPTY : ByteString.copyFrom(record.value()))
                .setError(error)
                .setDeliveryCount(deliveryCount)
                .setSourceTopic(record.topic())
                .setSourcePartition(record.partition())
                .setSourceOffset(record.offset())
                .build();
        publisher.publish(Topic.JOBS_PARKED, jobId.orElse(origin), origin + "/parked", parked);
    }
}
