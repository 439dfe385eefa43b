package io.unstir.gateway.parked;

import io.unstir.proto.Moment;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A parked job as operators see it: whose it is and why it is here, and nothing of what was asked for. */
@Schema(name = "ParkedJob")
record ParkedJob(
        @Schema(required = true, description = "The job's id, or topic:partition:offset where it is not known")
        String id,

        @Schema(required = true, nullable = true, description = "Whose job it is; null where it cannot be read")
        String tenant,

        @Schema(required = true, description = "Why it was parked")
        Failure error,

        @Schema(required = true, description = "False for what is no job: that can only be dropped")
        boolean retryable,

        @Schema(required = true, examples = "2026-11-23T10:00:00Z")
        Instant parkedAt,

        @Schema(required = true, examples = "5", description = "How often it was taken")
        int deliveryCount,

        @Schema(required = true, description = "Where it stood")
        Source source) {
    @Schema(name = "ParkedJobFailure")
    record Failure(
            @Schema(required = true, examples = "delivery-limit")
            String code,

            @Schema(required = true, description = "For people")
            String message) {}

    @Schema(name = "ParkedJobSource")
    record Source(
            @Schema(required = true, examples = "unstir.jobs")
            String topic,

            @Schema(required = true, examples = "3") int partition,
            @Schema(required = true, examples = "4711") long offset) {}

    /** A page of parked jobs. */
    @Schema(name = "ParkedJobList")
    record Page(
            @Schema(required = true, description = "Of all tenants, those parked last first")
            List<ParkedJob> parked,

            @Schema(nullable = true, description = "Of the page behind this one; null where this is the last")
            String nextCursor) {}

    static ParkedJob of(ParkedRecord record) {
        var parked = record.parked();
        return new ParkedJob(
                record.id(),
                record.submission().map(job -> job.getTenant()).orElse(null),
                new Failure(parked.getError().getCode(), parked.getError().getMessage()),
                record.retryable().isPresent(),
                Moment.of(parked.getParkedAt()),
                parked.getDeliveryCount(),
                new Source(parked.getSourceTopic(), parked.getSourcePartition(), parked.getSourceOffset()));
    }
}
