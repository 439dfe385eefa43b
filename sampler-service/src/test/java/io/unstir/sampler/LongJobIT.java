package io.unstir.sampler;

import static io.unstir.sampler.fixture.Pipeline.request;
import static io.unstir.sampler.fixture.Pipeline.solver;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.unstir.proto.v1.JobEvent;
import io.unstir.sampler.fixture.BlobServer;
import io.unstir.sampler.fixture.Broker;
import io.unstir.sampler.fixture.Logs;
import io.unstir.sampler.fixture.Pipeline;
import io.unstir.sampler.fixture.SamplerHere;
import io.unstir.sampler.fixture.SamplerProcess;
import io.unstir.sampler.fixture.TinyBundle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job that takes longer than the group's members may be silent. */
class LongJobIT {
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(4);
    private static final Duration START = Duration.ofSeconds(40);
    private static final int STEPS = 300;

    /** With the time that passes after each of its steps, a job takes more than three times the interval, however fast the machine is. */
    private static final Map<String, String> SLOW = Map.of(
            "KAFKA_MAX_POLL_INTERVAL_MS",
            Long.toString(POLL_INTERVAL.toMillis()),
            "QUARKUS_PROFILE",
            "bench",
            "UNSTIR_SAMPLER_BENCH_RUN_DELAY",
            "42ms");

    @TempDir
    private Path folder;

    @Test
    void aJobThreeTimesLongerThanThePollIntervalIsDeliveredOnceAndTheSamplerStaysReady() throws Exception {
        Logs.toConsole();
        try (var broker = new Broker(folder.resolve("kafka"));
                var store = new BlobServer();
                var pipeline = new Pipeline(broker.bootstrapServers())) {
            // Given
            var bundle = TinyBundle.withoutText(store, "1", 16, 16);
            var request = request().setImageCount(2).setSolver(solver("ddpm", STEPS));
            pipeline.publish(bundle);
            List<String> undisturbed;
            try (var _ = SamplerHere.start(
                    "quick",
                    broker.bootstrapServers(),
                    store.url(),
                    folder.resolve("cache"),
                    Map.of(),
                    new SimpleMeterRegistry())) {
                undisturbed = pipeline.digests(pipeline.submit(bundle.digest(), request));
            }
            try (var slow =
                    new SamplerProcess("slow", broker.bootstrapServers(), store.url(), folder.resolve("cache"), SLOW)) {
                await().atMost(START).until(() -> slow.health("ready") == 200);

                // When
                String job = pipeline.submit(bundle.digest(), request);
                var readiness = new ArrayList<String>();
                while (pipeline.events(job).stream().noneMatch(Pipeline::isEnd)) {
                    readiness.add(slow.health("ready") + " " + slow.told("ready"));
                }

                // Then
                var events = pipeline.events(job);
                System.out.println("Asked " + readiness.size() + " times while the job ran");
                assertThat(Duration.ofMillis(events.getLast().getSucceeded().getSamplingMillis()))
                        .isGreaterThan(POLL_INTERVAL.multipliedBy(3));
                assertThat(readiness).hasSizeGreaterThan(10).allMatch(told -> told.startsWith("200 "));
                assertThat(pipeline.digests(job)).isEqualTo(undisturbed);
                // Nobody began it again, neither while it ran nor after its end.
                String next = pipeline.submit(bundle.digest(), request().setSolver(solver("ddim", 1)));
                assertThat(pipeline.untilEnd(next).getLast().hasSucceeded()).isTrue();
                assertThat(pipeline.events(job))
                        .filteredOn(JobEvent::hasStarted)
                        .singleElement()
                        .extracting(JobEvent::getAttempt)
                        .isEqualTo(1);
                assertThat(pipeline.events(job)).filteredOn(Pipeline::isEnd).hasSize(1);
            }
        }
    }
}
