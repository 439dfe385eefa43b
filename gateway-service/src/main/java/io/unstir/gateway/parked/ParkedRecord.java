package io.unstir.gateway.parked;

import com.google.protobuf.InvalidProtocolBufferException;
import io.unstir.proto.v1.JobParked;
import io.unstir.proto.v1.JobSubmitted;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/**
 * A job as it stands on the topic of parked ones.
 *
 * @param key which a tombstone has to have
 * @param offset newer ones have larger ones
 */
record ParkedRecord(String key, long offset, JobParked parked) {
    private static final Logger LOG = Logger.getLogger(ParkedRecord.class);

    /** As the sampler calls what it cannot take for a job. */
    private static final String MALFORMED = "malformed-job";

    /** Empty for a record that takes its key off, and, so that one bad record does not hide the others, for one that nobody can read. */
    static Optional<ParkedRecord> of(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ParkedRecord(record.key(), record.offset(), JobParked.parseFrom(record.value())));
        } catch (InvalidProtocolBufferException e) {
            LOG.warnf("parked record skipped key=%s offset=%d", record.key(), record.offset());
            return Optional.empty();
        }
    }

    /** The job's, or its place where the record did not tell that: such a one has no slash in it and goes into a path. */
    String id() {
        return parked.getJobId().isEmpty()
                ? "%s:%d:%d".formatted(parked.getSourceTopic(), parked.getSourcePartition(), parked.getSourceOffset())
                : parked.getJobId();
    }

    /** What was submitted, where it can be read; bytes that are no job may still happen to be some message. */
    Optional<JobSubmitted> submission() {
        try {
            return Optional.of(JobSubmitted.parseFrom(parked.getJob()))
                    .filter(job -> !job.getJobId().isEmpty() && job.getJobId().equals(parked.getJobId()));
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
    }

    /** What can be submitted again: what a sampler took for a job. */
    Optional<JobSubmitted> retryable() {
        return submission().filter(_ -> !parked.getError().getCode().equals(MALFORMED));
    }
}
