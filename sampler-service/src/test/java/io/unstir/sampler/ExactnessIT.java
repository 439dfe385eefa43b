package io.unstir.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.unstir.proto.v1.CanvasSize;
import io.unstir.proto.v1.GuidanceSettings;
import io.unstir.proto.v1.ImageConditioning;
import io.unstir.proto.v1.JobEvent;
import io.unstir.proto.v1.Margins;
import io.unstir.proto.v1.Priority;
import io.unstir.proto.v1.SamplingRequest;
import io.unstir.proto.v1.SolverSettings;
import io.unstir.proto.v1.ThresholdingSettings;
import io.unstir.proto.v1.Variation;
import io.unstir.sampler.fixture.BlobServer;
import io.unstir.sampler.fixture.Broker;
import io.unstir.sampler.fixture.Logs;
import io.unstir.sampler.fixture.Pipeline;
import io.unstir.sampler.fixture.SamplerProcess;
import io.unstir.sampler.fixture.TestPictures;
import io.unstir.sampler.fixture.TinyBundle;
import io.unstir.sampler.schedule.TimestepSpacing;
import io.unstir.sampler.solver.SolverChoice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promise of the whole: an image is a function of its request. 200 random jobs are done one at a time, and then all at once on two samplers of which one is killed in
 * the middle, while some of the jobs are cancelled.
 */
class ExactnessIT {
    private static final int JOBS = 200;
    private static final int CANCELLED = 20;

    private final Random random = new Random(20261123);

    @TempDir
    private Path folder;

    private record Asked(String checkpoint, SamplingRequest request) {}

    @Test
    void aloneAndMixedWithOthersThroughCancellationsAndAKillAllDigestsAreTheSame() throws Exception {
        Logs.toConsole();
        try (var broker = new Broker(folder.resolve("kafka"));
                var store = new BlobServer();
                var pipeline = new Pipeline(broker.bootstrapServers())) {
            // Given
            var text = TinyBundle.withText(store, "text", 24, 16);
            var plain = TinyBundle.withoutText(store, "plain", 16, 24);
            pipeline.publish(text);
            pipeline.publish(plain);
            var asked = requests(store, text.digest(), plain.digest());
            List<List<String>> alone;
            try (var sampler = sampler("alone", broker, store)) {
                alone = oneAtATime(pipeline, asked);
            }
            assertThat(new HashSet<>(alone))
                    .as("different jobs give different images")
                    .hasSizeGreaterThan(JOBS - 10);

            // When
            List<String> jobs = new ArrayList<>();
            Set<Integer> cancelled = new HashSet<>();
            var first = sampler("first", broker, store);
            try (var second = sampler("second", broker, store)) {
                await().atMost(Duration.ofSeconds(60)).until(() -> first.health("ready") == 200);
                await().atMost(Duration.ofSeconds(60)).until(() -> second.health("ready") == 200);
                for (int i = 0; i < JOBS; i++) {
                    jobs.add(pipeline.submit(asked.get(i).checkpoint(), asked.get(i).request().toBuilder()));
                    if (random.nextInt(JOBS) < CANCELLED) {
                        cancelled.add(i);
                        pipeline.cancel(jobs.get(i), "in the test");
                    }
                    if (i == JOBS / 2) {
                        first.kill();
                    }
                    Thread.sleep(random.nextInt(12));
                }

                // Then
                int done = 0;
                for (int i = 0; i < JOBS; i++) {
                    var end = pipeline.untilEnd(jobs.get(i)).stream()
                            .filter(Pipeline::isEnd)
                            .findFirst()
                            .orElseThrow();
                    if (cancelled.contains(i) && end.hasCancelled()) {
                        continue;
                    }
                    assertThat(end.getSucceeded().getImageSha256List())
                            .as(asked.get(i).toString())
                            .isEqualTo(alone.get(i));
                    done++;
                }
                assertThat(done).isGreaterThanOrEqualTo(JOBS - cancelled.size());
                assertThat(jobs).anyMatch(job -> pipeline.events(job).stream().anyMatch(JobEvent::hasCancelled));
                assertThat(jobs)
                        .as("the kill was in the middle of some job")
                        .anyMatch(job -> pipeline.events(job).stream().anyMatch(event -> event.getAttempt() > 1));
            } finally {
                first.kill();
            }
        }
    }

    private SamplerProcess sampler(String name, Broker broker, BlobServer store) throws Exception {
        return new SamplerProcess("exact-" + name, broker.bootstrapServers(), store.url(), folder.resolve("cache"));
    }

    private static List<List<String>> oneAtATime(Pipeline pipeline, List<Asked> asked) {
        List<List<String>> digests = new ArrayList<>();
        for (var one : asked) {
            digests.add(pipeline.digests(pipeline.submit(one.checkpoint(), one.request().toBuilder())));
        }
        return digests;
    }

    private List<Asked> requests(BlobServer store, String text, String plain) {
        var asked = new ArrayList<Asked>();
        for (int i = 0; i < JOBS; i++) {
            boolean withText = random.nextBoolean();
            int side = withText ? 16 : 24;
            asked.add(new Asked(withText ? text : plain, request(store, side)));
        }
        return asked;
    }

    private SamplingRequest request(BlobServer store, int side) {
        var request = SamplingRequest.newBuilder()
                .setPrompt("a picture of thing " + random.nextInt(50))
                .setNegativePrompt(random.nextBoolean() ? "" : "thing " + random.nextInt(50))
                .setSeed(random.nextInt(1_000_000))
                .setImageCount(1 + random.nextInt(3))
                .setSolver(solver())
                .setPriority(random.nextBoolean() ? Priority.BULK : Priority.INTERACTIVE);
        if (random.nextBoolean()) {
            request.setGuidanceScale(1 + random.nextInt(14) / 2.0);
            request.setGuidance(GuidanceSettings.newBuilder()
                    .setIntervalStart(random.nextInt(3) * 0.2)
                    .setIntervalEnd(random.nextBoolean() ? 0.9 : 0)
                    .setRescale(random.nextInt(3) * 0.35));
        }
        if (random.nextBoolean()) {
            request.setThresholding(ThresholdingSettings.newBuilder()
                    .setKind(List.of("clip", "dynamic", "none").get(random.nextInt(3))));
        }
        switch (random.nextInt(6)) {
            case 0 ->
                request.setCanvas(CanvasSize.newBuilder()
                        .setWidth(side + random.nextInt(2 * side))
                        .setHeight(side + random.nextInt(side)));
            case 1 -> request.setImage(image(store, side));
            case 2 ->
                request.setVariation(Variation.newBuilder()
                        .setOfSeed(random.nextInt(1000))
                        .setOfImage(random.nextInt(4))
                        .setStrength(random.nextDouble()));
            default -> {}
        }
        return request.build();
    }

    private SolverSettings solver() {
        String name = SolverChoice.NAMES.get(random.nextInt(SolverChoice.NAMES.size()));
        var solver = SolverSettings.newBuilder()
                .setName(name)
                .setSteps(2 + random.nextInt(30))
                .setTimestepSpacing(TimestepSpacing.NAMES.get(random.nextInt(TimestepSpacing.NAMES.size())));
        switch (name) {
            case "ddim" -> solver.setEta(random.nextInt(3) / 2.0);
            case "ddpm" -> solver.setVariance(random.nextBoolean() ? "fixed-large" : "fixed-small");
            case "unipc", "ipndm" -> solver.setOrder(random.nextInt(4));
            default -> {}
        }
        return solver.build();
    }

    private ImageConditioning image(BlobServer store, int side) {
        int blue = random.nextInt(256);
        var image = ImageConditioning.newBuilder()
                .setImageSha256(store.put(TestPictures.png(
                        side + random.nextInt(9), 40, (x, y) -> 0xFF000000 | (x * 5 << 16) | (y * 5 << 8) | blue)))
                .setStrength(random.nextInt(4) * 0.25);
        if (random.nextBoolean()) {
            int edge = 1 + random.nextInt(side);
            image.setMaskSha256(store.put(TestPictures.png(side, side, (x, y) -> x < edge ? 0xFF000000 : 0xFFFFFFFF)));
            image.setResampleTimes(random.nextInt(3)).setResampleJump(random.nextInt(4));
        } else if (random.nextBoolean()) {
            image.setOutpaint(Margins.newBuilder().setLeft(random.nextInt(9)).setTop(1 + random.nextInt(side)));
        }
        return image.build();
    }
}
