package io.unstir.proto;

import io.unstir.proto.v1.Priority;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The topics of Unstir: their names, shapes and how long they keep records. Whoever sets a cluster up creates these. */
public enum Topic {
    /** Values: {@code JobSubmitted}, for which somebody waits. Read by the samplers' share group, by storage and by gateways. */
    JOBS("unstir.jobs", 12, Cleanup.DELETE, Optional.of(Duration.ofDays(7))),
    /** Values: {@code JobSubmitted} in bulk, so that they stand in nobody's way. Read by the same, under a share group of their own. */
    JOBS_BULK("unstir.jobs.bulk", 4, Cleanup.DELETE, Optional.of(Duration.ofDays(7))),
    /** Values: {@code JobControl}. Kept as long as the jobs it is about; one partition, since every sampler reads all. */
    JOB_CONTROL("unstir.job-control", 1, Cleanup.DELETE, Optional.of(Duration.ofDays(7))),
    /** Values: {@code JobEvent}. */
    JOB_EVENTS("unstir.job-events", 12, Cleanup.DELETE, Optional.of(Duration.ofDays(30))),
    /** Values: {@code JobPreview}. */
    PREVIEWS("unstir.previews", 12, Cleanup.DELETE, Optional.of(Duration.ofMinutes(10))),
    /** Values: {@code JobParked}. The list of what is parked: a record without a value takes its job off. */
    JOBS_PARKED("unstir.jobs.parked", 1, Cleanup.COMPACT, Optional.empty()),
    /** Values: {@code TrainingRequested}. */
    TRAININGS("unstir.trainings", 1, Cleanup.DELETE, Optional.of(Duration.ofDays(30))),
    /** Values: {@code TrainingControl}. Kept as long as the requests it is about; one partition, since every trainer reads all. */
    TRAINING_CONTROL("unstir.training-control", 1, Cleanup.DELETE, Optional.of(Duration.ofDays(30))),
    /** Values: {@code TrainingEvent}, and {@code CheckpointEvaluated}, which {@code ce_type} tells apart. */
    TRAINING_EVENTS("unstir.training-events", 1, Cleanup.DELETE, Optional.of(Duration.ofDays(30))),
    /** Values: {@code CheckpointEvent}. One partition, so that the registry has one order. */
    CHECKPOINTS("unstir.checkpoints", 1, Cleanup.COMPACT, Optional.empty()),
    /**
     * Values: {@code WebhookDelivery}. A partition for each wait between attempts, and two for deliveries that could not be
     * tried. No wait lasts longer than a day or so, and after each the delivery is written anew.
     */
    WEBHOOK_DELIVERIES("unstir.webhook-deliveries", 12, Cleanup.DELETE, Optional.of(Duration.ofDays(7))),
    /** Values: {@code WebhookDelivery}: those given up. */
    WEBHOOK_DELIVERIES_PARKED("unstir.webhook-deliveries.parked", 1, Cleanup.DELETE, Optional.of(Duration.ofDays(30))),
    /** Values: {@code ApiKey}. One partition, so that a key's making and revoking have one order. */
    API_KEYS("unstir.api-keys", 1, Cleanup.COMPACT, Optional.empty()),
    /** Values: {@code ReplicaSeen}. What was a minute ago concerns nobody. */
    REPLICAS("unstir.replicas", 1, Cleanup.DELETE, Optional.of(Duration.ofMinutes(10))),
    /** Values: OpenLineage run events as JSON, keyed by the run. One partition, so that causes come before what came of them. */
    LINEAGE("unstir.lineage", 1, Cleanup.DELETE, Optional.of(Duration.ofDays(30)));

    /** The share group of the samplers on {@link #JOBS}; its {@code share.auto.offset.reset} must be earliest. */
    public static final String SAMPLERS_SHARE_GROUP = "unstir-samplers";

    /** The share group of the samplers on {@link #JOBS_BULK}, set up likewise. */
    public static final String SAMPLERS_BULK_SHARE_GROUP = "unstir-samplers-bulk";

    /** Where a submission may be. */
    public static final List<Topic> OF_JOBS = List.of(JOBS, JOBS_BULK);

    /** What the broker removes: old records, or all but the newest of a key. */
    public enum Cleanup {
        DELETE,
        COMPACT
    }

    private final String topicName;
    private final int partitions;
    private final Cleanup cleanup;
    private final Optional<Duration> retention;

    Topic(String topicName, int partitions, Cleanup cleanup, Optional<Duration> retention) {
        this.topicName = topicName;
        this.partitions = partitions;
        this.cleanup = cleanup;
        this.retention = retention;
    }

    /** Where jobs of this priority go. */
    public static Topic ofJobs(Priority priority) {
        return priority == Priority.BULK ? JOBS_BULK : JOBS;
    }

    public String topicName() {
        return topicName;
    }

    public int partitions() {
        return partitions;
    }

    public Cleanup cleanup() {
        return cleanup;
    }

    /** How long records stay; empty for ever. */
    public Optional<Duration> retention() {
        return retention;
    }
}
