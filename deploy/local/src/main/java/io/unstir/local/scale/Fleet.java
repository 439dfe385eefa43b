package io.unstir.local.scale;

import java.util.Optional;

/**
 * The samplers and what stands before them.
 *
 * @param slots of a sampler for jobs that somebody waits for
 * @param bulkSlots and for those in bulk
 * @param partitions of the topic of jobs
 * @param bulkPartitions of that of jobs in bulk
 * @param rows most of one run
 * @param kill of one sampler, which never comes back
 */
public record Fleet(
        int samplers,
        int slots,
        int bulkSlots,
        int partitions,
        int bulkPartitions,
        int rows,
        RunTime runTime,
        Overhead overhead,
        Optional<Kill> kill) {

    /** @param sampler which, from 0, at so many seconds */
    public record Kill(int sampler, double at) {}

    public Fleet {
        require("samplers", samplers);
        require("slots", slots);
        require("bulk slots", bulkSlots);
        require("partitions", partitions);
        require("bulk partitions", bulkPartitions);
        require("rows", rows);
        int all = samplers;
        kill.ifPresent(it -> {
            if (it.sampler() < 0 || it.sampler() >= all || all < 2) {
                throw new IllegalArgumentException(
                        "the sampler to kill must be one of at least two (got %d of %d)".formatted(it.sampler(), all));
            }
        });
    }

    /** As a sampler and the topics are set up by default. */
    public static Fleet standard(int samplers, int rows, RunTime runTime, Overhead overhead) {
        return new Fleet(samplers, 24, 8, 12, 4, rows, runTime, overhead, Optional.empty());
    }

    public Fleet withSamplers(int count) {
        return new Fleet(count, slots, bulkSlots, partitions, bulkPartitions, rows, runTime, overhead, kill);
    }

    public Fleet withSlots(int count) {
        return new Fleet(samplers, count, bulkSlots, partitions, bulkPartitions, rows, runTime, overhead, kill);
    }

    public Fleet withPartitions(int count) {
        return new Fleet(samplers, slots, bulkSlots, count, bulkPartitions, rows, runTime, overhead, kill);
    }

    public Fleet withKill(Kill it) {
        return new Fleet(
                samplers, slots, bulkSlots, partitions, bulkPartitions, rows, runTime, overhead, Optional.of(it));
    }

    /** Rows a second that all samplers can do, full runs one after another. */
    public double capacity() {
        return samplers * rows / runTime.seconds(rows);
    }

    private static void require(String name, int count) {
        if (count < 1) {
            throw new IllegalArgumentException("%s must be at least 1 (got %d)".formatted(name, count));
        }
    }
}
