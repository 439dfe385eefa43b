package io.unstir.proto;

import static org.assertj.core.api.Assertions.assertThat;

import io.unstir.proto.v1.Priority;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TopicTest {
    @Test
    void namesNeverChange() {
        assertThat(Arrays.stream(Topic.values()).map(Topic::topicName))
                .containsExactly(
                        "unstir.jobs",
                        "unstir.jobs.bulk",
                        "unstir.job-control",
                        "unstir.job-events",
                        "unstir.previews",
                        "unstir.jobs.parked",
                        "unstir.trainings",
                        "unstir.training-control",
                        "unstir.training-events",
                        "unstir.checkpoints",
                        "unstir.webhook-deliveries",
                        "unstir.webhook-deliveries.parked",
                        "unstir.api-keys",
                        "unstir.replicas",
                        "unstir.lineage");
    }

    @ParameterizedTest
    @EnumSource
    void aNameIsOneKafkaTakesWithoutWarning(Topic topic) {
        // Kafka's metrics cannot tell '.' from '_', so no name may hold both.
        assertThat(topic.topicName()).matches("[a-z.-]{1,249}");
        assertThat(topic.partitions()).isPositive();
    }

    @Test
    void theRegistryIsCompactedInOneOrderAndKeptForEver() {
        assertThat(Topic.CHECKPOINTS.cleanup()).isEqualTo(Topic.Cleanup.COMPACT);
        assertThat(Topic.CHECKPOINTS.partitions()).isOne();
        assertThat(Topic.CHECKPOINTS.retention()).isEqualTo(Optional.empty());
    }

    @Test
    void keysAreCompactedInOneOrderAndKeptForEver() {
        assertThat(Topic.API_KEYS.cleanup()).isEqualTo(Topic.Cleanup.COMPACT);
        assertThat(Topic.API_KEYS.partitions()).isOne();
        assertThat(Topic.API_KEYS.retention()).isEqualTo(Optional.empty());
    }

    @Test
    void parkedJobsAreAListInOneOrderAndKeptForEver() {
        assertThat(Topic.JOBS_PARKED.cleanup()).isEqualTo(Topic.Cleanup.COMPACT);
        assertThat(Topic.JOBS_PARKED.partitions()).isOne();
        assertThat(Topic.JOBS_PARKED.retention()).isEqualTo(Optional.empty());
    }

    @Test
    void onlyJobsInBulkStandAside() {
        assertThat(Arrays.stream(Priority.values()).filter(it -> Topic.ofJobs(it) == Topic.JOBS_BULK))
                .containsExactly(Priority.BULK);
    }

    @Test
    void eventsOutliveTheJobsTheyTellOf() {
        assertThat(Topic.JOB_EVENTS.retention().orElseThrow())
                .isGreaterThan(Topic.JOBS.retention().orElseThrow());
    }
}
