package io.unstir.storage.blob;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.system.DiskSpaceMetrics;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How long the store of blobs takes and what space it has, for Prometheus. */
@Singleton
class BlobMeters {
    private static final Duration[] TIMES = {
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10)
    };

    private final Timer puts;
    private final Timer gets;
    private final Timer heads;

    BlobMeters(MeterRegistry meters, BlobConfig config) {
        puts = timer("put", meters);
        gets = timer("get", meters);
        heads = timer("head", meters);
        // With a bucket it is where blobs are gathered before they go there.
        new DiskSpaceMetrics(config.folder().toFile()).bindTo(meters);
    }

    /** There from the start, not from the first blob on. */
    void start(@Observes StartupEvent event) {}

    void put(long startNanos) {
        record(puts, startNanos);
    }

    /** The time until the first byte: how quickly the rest goes is the client's affair. */
    void get(long startNanos) {
        record(gets, startNanos);
    }

    void head(long startNanos) {
        record(heads, startNanos);
    }

    private static void record(Timer timer, long startNanos) {
        timer.record(System.nanoTime() - startNanos, TimeUnit.NANOSECONDS);
    }

    private static Timer timer(String operation, MeterRegistry meters) {
        return Timer.builder("unstir.blob")
                .description(
                        "A blob taken, given or looked for, its row in PostgreSQL included; of a get, until its first byte")
                .tag("operation", operation)
                .serviceLevelObjectives(TIMES)
                .register(meters);
    }
}
