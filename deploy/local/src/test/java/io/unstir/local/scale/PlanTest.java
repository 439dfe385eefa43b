package io.unstir.local.scale;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {
    /** A sampler does 4 rows in 40 ms, which are 5 jobs a second of 20 rows. */
    private static final Plan PLAN = new Plan(
            new Study(Fleet.standard(1, 4, RunTime.parse("4:40"), Overhead.NONE), Shape.image(20, false), 100, 1),
            0.5,
            new Plan.Costs(4, 2, 10, 8, 8000, 500, 4000, 2000));

    @Test
    void multiplies() {
        assertThat(PLAN.of(1000))
                .containsEntry("rows of the model a second", "20,000")
                .containsEntry("samplers at 50 % load", "400")
                .containsEntry("members of the share group", "9,600")
                .containsEntry("share groups, of 1,000 members at most", "10")
                .containsEntry("partitions of the topic of jobs, at least", "100")
                .containsEntry("cores of brokers, two followers counted half", "8.00")
                .containsEntry("brokers of 4 cores, half busy, at least 3", "4")
                .containsEntry("cores of gateways", "2.00")
                .containsEntry("events a second into PostgreSQL", "8,000")
                .containsEntry("writers of PostgreSQL at 50 % load", "2")
                .containsEntry("rows of job_events a day", "691,200,000")
                .containsEntry("PostgreSQL a day", "346 GB")
                .containsEntry("Kafka a second, all copies", "12 MB")
                .containsEntry("Kafka a day, all copies", "1.0 TB")
                .containsEntry("blobs a day", "86,400,000")
                .containsEntry("bytes of blobs a day", "173 GB");
    }

    @Test
    void neverLessThanACluster() {
        assertThat(PLAN.of(1))
                .containsEntry("samplers at 50 % load", "1")
                .containsEntry("partitions of the topic of jobs, at least", "12")
                .containsEntry("brokers of 4 cores, half busy, at least 3", "3");
        assertThat(PLAN.text(List.of(1.0, 1000.0)).lines().skip(1).findFirst()).contains("|:--|--:|--:|");
    }
}
