package io.unstir.sampler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RunMetersTest {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final RunMeters meters = new RunMeters(registry);

    @Test
    void aRunIsCountedUnderTheNamesThatTheDashboardAsksFor() {
        // When
        meters.ran(12, 16, TimeUnit.MILLISECONDS.toNanos(30), TimeUnit.MILLISECONDS.toNanos(40));

        // Then
        assertThat(registry.scrape().lines())
                .contains(
                        "unstir_step_seconds_sum 0.04",
                        "unstir_step_seconds_bucket{le=\"0.02\",} 0.0",
                        "unstir_step_seconds_bucket{le=\"0.05\",} 1.0",
                        "unstir_model_run_seconds_sum 0.03",
                        "unstir_batch_rows_sum 12.0",
                        "unstir_batch_rows_bucket{le=\"16.0\",} 1.0",
                        "unstir_batch_fill_ratio_sum 0.75",
                        "unstir_batch_fill_ratio_bucket{le=\"0.5\",} 0.0");
    }

    @Test
    void countingTakesNoMemoryAndLittleTime() {
        // Given
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        int runs = 50_000;
        count(runs);
        long thread = Thread.currentThread().threadId();

        // When
        long before = threads.getThreadAllocatedBytes(thread);
        long start = System.nanoTime();
        count(runs);
        double micros = (System.nanoTime() - start) / 1e3 / runs;
        double bytes = (double) (threads.getThreadAllocatedBytes(thread) - before) / runs;

        // Then: a run of the smallest model takes milliseconds
        assertThat(bytes).isCloseTo(0, within(16.0));
        assertThat(micros).isLessThan(50);
    }

    private void count(int runs) {
        for (int i = 0; i < runs; i++) {
            meters.ran(12, 16, 30_000_000, 40_000_000);
        }
    }
}
