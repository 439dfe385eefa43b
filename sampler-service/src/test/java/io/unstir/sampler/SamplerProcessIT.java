package io.unstir.sampler;

import static io.unstir.sampler.fixture.Pipeline.request;
import static io.unstir.sampler.fixture.Pipeline.solver;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.unstir.proto.v1.JobEvent;
import io.unstir.sampler.fixture.BlobServer;
import io.unstir.sampler.fixture.Broker;
import io.unstir.sampler.fixture.Logs;
import io.unstir.sampler.fixture.Pipeline;
import io.unstir.sampler.fixture.SamplerProcess;
import io.unstir.sampler.fixture.TinyBundle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as it is shipped. */
class SamplerProcessIT {
    /** Half of what compose and Kubernetes give it before they kill it. */
    private static final Duration STOP = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @Test
    void aSamplerKilledInTheMiddleOfAJobEndsItAfterItsRestartWithTheSameDigests() throws Exception {
        Logs.toConsole();
        try (var broker = new Broker(folder.resolve("kafka"));
                var store = new BlobServer();
                var pipeline = new Pipeline(broker.bootstrapServers())) {
            // Given
            var bundle = TinyBundle.withoutText(store, "1", 64, 32);
            var request = request().setImageCount(8).setSolver(solver("ddpm", 300));
            pipeline.publish(bundle);
            String job;
            List<String> undisturbed;
            var killed = new SamplerProcess("killed", broker.bootstrapServers(), store.url(), folder.resolve("cache"));
            try {
                long start = System.nanoTime();
                await().atMost(Duration.ofSeconds(40)).until(() -> killed.health("ready") == 200);
                System.out.println("Ready after " + Duration.ofNanos(System.nanoTime() - start));
                undisturbed = pipeline.digests(pipeline.submit(bundle.digest(), request));
                System.out.println("First job done after " + Duration.ofNanos(System.nanoTime() - start));
                job = pipeline.submit(bundle.digest(), request);
                await().until(() -> pipeline.events(job).stream().anyMatch(JobEvent::hasProgressed));
            } finally {
                // When
                killed.kill();
            }
            assertThat(pipeline.events(job)).noneMatch(JobEvent::hasSucceeded);

            // Then
            try (var again =
                    new SamplerProcess("again", broker.bootstrapServers(), store.url(), folder.resolve("cache"))) {
                assertThat(pipeline.digests(job)).isEqualTo(undisturbed);
                assertThat(pipeline.events(job).getLast().getAttempt()).isGreaterThan(1);
                assertThat(again.health("ready")).isEqualTo(200);
                assertThat(again.health("live")).isEqualTo(200);

                store.setOutOfOrder(true);
                assertThat(again.health("ready")).isEqualTo(503);
                assertThat(again.health("live")).isEqualTo(200);

                // And where the newest model is not in memory yet, it is not ready, until it is
                try (var fresh =
                        new SamplerProcess("fresh", broker.bootstrapServers(), store.url(), folder.resolve("fresh"))) {
                    await().atMost(Duration.ofSeconds(40))
                            .until(() -> fresh.health("ready") == 503
                                    && fresh.told("ready").contains("\"model\": \"loading\""));
                    store.setOutOfOrder(false);
                    await().atMost(Duration.ofSeconds(40)).until(() -> fresh.health("ready") == 200);
                    assertThat(fresh.told("ready")).contains("\"model\": \"loaded\"");

                    assertThatAStoppedSamplerGivesBackWhatItHolds(
                            pipeline,
                            pipeline.submit(bundle.digest(), request),
                            Map.of("again", again, "fresh", fresh),
                            undisturbed);
                }
            }
        }
    }

    /** Its slots would renew the locks of their jobs for ever, and nobody else could do them. */
    @Test
    void aSamplerWhoseEngineEndsByADefectEnds() throws Exception {
        Logs.toConsole();
        try (var broker = new Broker(folder.resolve("kafka"));
                var store = new BlobServer();
                var pipeline = new Pipeline(broker.bootstrapServers())) {
            // Given
            var bundle = TinyBundle.withoutText(store, "1", 64, 32);
            pipeline.publish(bundle);
            var broken = SamplerProcess.without(
                    "io/unstir/sampler/engine/Engine$Portion.class",
                    "broken",
                    broker.bootstrapServers(),
                    store.url(),
                    folder);
            try {
                await().atMost(Duration.ofSeconds(40)).until(() -> broken.health("ready") == 200);

                // When
                pipeline.submit(bundle.digest(), request());

                // Then
                await().atMost(Duration.ofSeconds(40)).until(() -> !broken.isAlive());
            } finally {
                broken.kill();
            }
        }
    }

    /** SIGTERM, as at every deployment. */
    private static void assertThatAStoppedSamplerGivesBackWhatItHolds(
            Pipeline pipeline, String job, Map<String, SamplerProcess> samplers, List<String> undisturbed)
            throws InterruptedException {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> pipeline.events(job).stream().anyMatch(JobEvent::hasProgressed));
        String holder = pipeline.events(job).getFirst().getWorker();

        long start = System.nanoTime();
        samplers.get(holder).close();
        var taken = Duration.ofNanos(System.nanoTime() - start);

        System.out.println("Stopped within " + taken);
        assertThat(taken).isLessThan(STOP);
        assertThat(pipeline.digests(job)).isEqualTo(undisturbed);
        assertThat(pipeline.events(job).getLast().getWorker()).isNotEqualTo(holder);
        assertThat(pipeline.events(job).getLast().getAttempt()).isEqualTo(2);
    }
}
