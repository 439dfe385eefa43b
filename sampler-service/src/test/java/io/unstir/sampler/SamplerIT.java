package io.unstir.sampler;

import static io.unstir.sampler.fixture.Pipeline.request;
import static io.unstir.sampler.fixture.Pipeline.solver;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.unstir.proto.v1.CanvasSize;
import io.unstir.proto.v1.ImageConditioning;
import io.unstir.proto.v1.JobEvent;
import io.unstir.proto.v1.JobPreview;
import io.unstir.proto.v1.JobSubmitted;
import io.unstir.proto.v1.Margins;
import io.unstir.proto.v1.Priority;
import io.unstir.proto.v1.Variation;
import io.unstir.proto.v1.Webhook;
import io.unstir.sampler.fixture.BlobServer;
import io.unstir.sampler.fixture.Broker;
import io.unstir.sampler.fixture.Logs;
import io.unstir.sampler.fixture.Pipeline;
import io.unstir.sampler.fixture.SamplerHere;
import io.unstir.sampler.fixture.TestPictures;
import io.unstir.sampler.fixture.TinyBundle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sampler between a real broker and a real store of blobs. */
class SamplerIT {
    /** As configured where nothing is said. */
    private static final int BULK_SLOTS = 8;

    @TempDir
    private static Path folder;

    private static Broker broker;
    private static BlobServer store;
    private static Pipeline pipeline;
    private static TinyBundle bundle;
    private static TinyBundle slowBundle;

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private Sampler sampler;

    @BeforeAll
    static void setUp() throws Exception {
        Logs.toConsole();
        broker = new Broker(folder.resolve("kafka"));
        store = new BlobServer();
        pipeline = new Pipeline(broker.bootstrapServers());
        slowBundle = TinyBundle.withoutText(store, "slow", 128, 128);
        bundle = TinyBundle.withText(store, "1", 8, 16);
        pipeline.publish(slowBundle);
        pipeline.publish(bundle);
    }

    @AfterAll
    static void tearDown() {
        pipeline.close();
        store.close();
        broker.close();
    }

    @BeforeEach
    void start() {
        sampler = sampler("a");
    }

    @AfterEach
    void stop() throws InterruptedException {
        store.setOutOfOrder(false);
        sampler.close();
    }

    @Test
    void aJobEndsInStoredImagesAndEventsInOrder() throws Exception {
        // When
        String job = pipeline.submit(bundle.digest(), request().setImageCount(3));

        // Then
        List<JobEvent> events = pipeline.untilEnd(job).stream()
                .filter(event -> !event.hasProgressed())
                .toList();
        assertThat(events)
                .extracting(JobEvent::getEventCase)
                .containsExactly(
                        JobEvent.EventCase.STARTED,
                        JobEvent.EventCase.IMAGE_PRODUCED,
                        JobEvent.EventCase.IMAGE_PRODUCED,
                        JobEvent.EventCase.IMAGE_PRODUCED,
                        JobEvent.EventCase.SUCCEEDED);
        assertThat(events.getFirst().getStarted().getDeviceClass()).startsWith("ort-");
        var software = events.getFirst().getStarted().getSoftware();
        assertThat(software.getCodeRevision()).matches("[0-9a-f]{40}|[0-9.]+");
        assertThat(software.getLibrariesMap()).containsOnlyKeys("onnxruntime", "tokenizers", "java");
        assertThat(software.getLibrariesMap().values()).allMatch(version -> version.matches("\\d.*"));
        assertThat(events.get(1).getImageProduced().getSoftware()).isEqualTo(software);
        for (String digest : pipeline.digests(job)) {
            var image = ImageIO.read(new ByteArrayInputStream(store.blob(digest).orElseThrow()));
            assertThat(image.getWidth()).isEqualTo(16);
        }
        assertThat(pipeline.digests(job)).doesNotHaveDuplicates();

        // Then: and it was counted
        assertThat(meters.get("unstir.images").counter().count()).isEqualTo(3);
        assertThat(meters.get("unstir.queue.wait")
                        .tag("priority", "interactive")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(meters.get("unstir.blob").tag("operation", "put").timer().count())
                .isEqualTo(3);
        await().untilAsserted(() ->
                assertThat(meters.get("unstir.job").timer().count()).isEqualTo(1));
    }

    @Test
    void theEventsThatSomebodyMayBeToldOfSayWhom() {
        // Given
        var webhook = Webhook.newBuilder()
                .setUrl("https://example.org/hook")
                .addEvents("image.produced")
                .build();

        // When
        String job = pipeline.submit(bundle.digest(), request(), webhook);

        // Then
        assertThat(pipeline.untilEnd(job)).allSatisfy(event -> {
            boolean told = event.hasImageProduced() || event.hasSucceeded();
            assertThat(event.hasWebhook()).isEqualTo(told);
            assertThat(event.getWebhook()).isEqualTo(told ? webhook : Webhook.getDefaultInstance());
        });
    }

    @Test
    void anInteractiveJobTakesLessThanASecond() {
        // Given
        pipeline.digests(pipeline.submit(bundle.digest(), request()));

        // When
        long start = System.nanoTime();
        pipeline.untilEnd(pipeline.submit(bundle.digest(), request().setSeed(99)));

        // Then
        var took = Duration.ofNanos(System.nanoTime() - start);
        System.out.println("An interactive job took " + took);
        assertThat(took).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void whatAnImageMayBecomeIsShownOnTheWay() throws Exception {
        // When
        String job = pipeline.submit(slowBundle.digest(), request().setSolver(solver("ddim", 100)));

        // Then
        pipeline.untilEnd(job);
        List<JobPreview> previews = pipeline.previews(job);
        assertThat(previews).isNotEmpty();
        assertThat(previews).allSatisfy(preview -> {
            assertThat(preview.getTenant()).isEqualTo("test");
            assertThat(preview.getSteps()).isEqualTo(100);
            var image = ImageIO.read(preview.getPng().newInput());
            assertThat(image.getWidth()).isEqualTo(128);
        });
    }

    @Test
    void everyStepIsShownWhereThatIsWanted() throws Exception {
        // When
        String job = pipeline.submit(
                bundle.digest(),
                request()
                        .setImageCount(2)
                        .setSolver(solver("ddim", 20))
                        .setPriority(Priority.BULK)
                        .setPreviewEvery(2));

        // Then
        pipeline.untilEnd(job);
        List<JobPreview> previews = pipeline.previews(job);
        for (int image = 0; image < 2; image++) {
            int of = image;
            assertThat(previews.stream().filter(preview -> preview.getImageIndex() == of))
                    .extracting(JobPreview::getStep)
                    .containsExactly(2, 4, 6, 8, 10, 12, 14, 16, 18);
        }
    }

    @Test
    void aJobInBulkIsNotShownAndLetsAnInteractiveOnePass() {
        // Given
        String bulk = pipeline.submit(
                slowBundle.digest(),
                request().setPriority(Priority.BULK).setImageCount(8).setSolver(solver("ddim", 500)));
        await().until(() -> !pipeline.events(bulk).isEmpty());

        // When
        String interactive = pipeline.submit(slowBundle.digest(), request().setSolver(solver("ddim", 20)));

        // Then
        pipeline.untilEnd(interactive);
        assertThat(pipeline.events(bulk)).noneMatch(Pipeline::isEnd);
        pipeline.cancel(bulk, "enough");
        pipeline.untilEnd(bulk);
        assertThat(pipeline.previews(bulk)).isEmpty();
    }

    @Test
    void anInteractiveJobPassesABacklogOfBulkWhichEndsToo() {
        // Given
        pipeline.digests(pipeline.submit(slowBundle.digest(), request().setImageCount(1)));
        int steps = stepsThatTake(3_000);
        List<String> bulk = IntStream.range(0, 100)
                .mapToObj(i -> pipeline.submit(
                        slowBundle.digest(),
                        request().setSeed(i).setPriority(Priority.BULK).setSolver(solver("ddim", steps))))
                .toList();
        await().until(() -> bulk.stream().filter(this::isTaken).count() >= BULK_SLOTS);

        // When
        String interactive = pipeline.submit(slowBundle.digest(), request().setSolver(solver("ddim", 20)));

        // Then
        pipeline.untilEnd(interactive);
        assertThat(bulk).filteredOn(this::isTaken).hasSizeBetween(BULK_SLOTS, 50);
        bulk.forEach(job -> assertThat(pipeline.digests(job)).hasSize(1));
    }

    private boolean isTaken(String job) {
        return pipeline.events(job).stream().anyMatch(JobEvent::hasStarted);
    }

    @Test
    void aJobYieldsTheSameDigestsAgainAndAmongOthers() {
        // Given
        var mine = request().setImageCount(2).setSolver(solver("ddpm", 40));
        List<String> alone = pipeline.digests(pipeline.submit(bundle.digest(), mine));

        // When
        IntStream.range(0, 8)
                .forEach(i -> pipeline.submit(
                        bundle.digest(), request().setSeed(i).setImageCount(4).setSolver(solver("ddim", 50 + i))));
        List<String> among = pipeline.digests(pipeline.submit(bundle.digest(), mine));

        // Then
        assertThat(among).isEqualTo(alone);
    }

    @Test
    void aJobLongerThanItsLockIsDoneOnce() {
        // Given
        int steps = stepsThatTake(4 * Broker.LOCK_MILLIS);

        // When
        String job =
                pipeline.submit(slowBundle.digest(), request().setImageCount(16).setSolver(solver("ddim", steps)));

        // Then
        List<JobEvent> events = pipeline.untilEnd(job);
        long millis = events.getLast().getSucceeded().getSamplingMillis();
        System.out.println("The long job took " + millis + " ms");
        assertThat(millis).isGreaterThan(Broker.LOCK_MILLIS);
        assertThat(events).filteredOn(JobEvent::hasStarted).hasSize(1);
        assertThat(events).filteredOn(JobEvent::hasProgressed).hasSizeBetween(5, (int) millis / 200 + 1);
    }

    @Test
    void aSamplerStoppedInTheMiddleGivesTheJobBackAndTheNextOneEndsItWithTheSameDigests() throws Exception {
        // Given
        var request = request().setImageCount(16).setSolver(solver("ddim", stepsThatTake(3_000)));
        List<String> undisturbed = pipeline.digests(pipeline.submit(slowBundle.digest(), request));
        String job = pipeline.submit(slowBundle.digest(), request);
        await().until(() -> pipeline.events(job).stream().anyMatch(JobEvent::hasProgressed));

        // When
        sampler.close();
        assertThat(pipeline.events(job)).noneMatch(JobEvent::hasSucceeded);
        sampler = sampler("b");

        // Then
        assertThat(pipeline.digests(job)).isEqualTo(undisturbed);
        assertThat(pipeline.events(job).getLast().getAttempt()).isEqualTo(2);
        assertThat(pipeline.events(job).getLast().getWorker()).isEqualTo("b");
    }

    @Test
    void aJobWaitsForAStoreThatIsOutOfOrder() {
        // Given
        pipeline.digests(pipeline.submit(bundle.digest(), request()));
        store.setOutOfOrder(true);

        // When
        String job = pipeline.submit(bundle.digest(), request().setSeed(1234));
        await().until(() -> pipeline.events(job).stream().anyMatch(JobEvent::hasStarted));
        await().pollDelay(Duration.ofMillis(Broker.LOCK_MILLIS + 500)).until(() -> true);
        assertThat(pipeline.events(job)).noneMatch(JobEvent::hasImageProduced);
        store.setOutOfOrder(false);

        // Then
        assertThat(pipeline.digests(job)).hasSize(1);
        assertThat(pipeline.events(job)).filteredOn(JobEvent::hasStarted).hasSize(1);
    }

    @Test
    void aCheckpointPublishedLaterIsPickedUpWithoutARestart() {
        // Given
        var fresh = TinyBundle.withText(store, "2", 12, 8);
        String early = pipeline.submit(fresh.digest(), request());

        // When
        pipeline.publish(fresh);

        // Then
        assertThat(pipeline.digests(early)).hasSize(1);
    }

    @Test
    void anUnreadableJobIsParkedAndFails() {
        // Given
        String job = UUID.randomUUID().toString();

        // When
        pipeline.submitBytes(job, "no protobuf".getBytes());

        // Then
        assertThat(pipeline.untilParked(job).getError().getCode()).isEqualTo("malformed-job");
        assertThat(pipeline.untilParked(job).getJob().toStringUtf8()).isEqualTo("no protobuf");
        assertThat(pipeline.untilEnd(job).getLast().getFailed().getError().getCode())
                .isEqualTo("malformed-job");
    }

    @Test
    void aJobThatBreaksEachTimeIsParkedAtTheLimitAndHoldsUpNoOther() throws Exception {
        // Given
        sampler.close();
        sampler = sampler("b", Map.of("unstir.sampler.delivery-limit", "3"));
        var breaking = TinyBundle.withBadClasses(store, 16, "good", "bad", "worse");
        pipeline.publish(breaking);

        // When
        String poison =
                pipeline.submit(breaking.digest(), request().setPrompt("bad").setGuidanceScale(1));
        var others = IntStream.range(0, 4)
                .mapToObj(i -> pipeline.submit(bundle.digest(), request().setSeed(i)))
                .toList();

        // Then
        assertThat(others)
                .allSatisfy(other -> assertThat(pipeline.digests(other)).hasSize(1));
        var parked = pipeline.untilParked(poison);
        assertThat(parked.getError().getCode()).isEqualTo("delivery-limit");
        assertThat(parked.getDeliveryCount()).isEqualTo(3);
        assertThat(parked.getSourceTopic()).isEqualTo("unstir.jobs");
        assertThat(JobSubmitted.parseFrom(parked.getJob()).getRequest().getPrompt())
                .isEqualTo("bad");
        assertThat(pipeline.untilEnd(poison).getLast().getFailed().getError()).isEqualTo(parked.getError());
        String good =
                pipeline.submit(breaking.digest(), request().setPrompt("good").setGuidanceScale(1));
        assertThat(pipeline.digests(good)).hasSize(1);
    }

    @Test
    void whatTheModelCantDoFailsWithItsCode() {
        assertThat(errorOf(request().setSolver(solver("dreaming", 10))))
                .isEqualTo("unknown-solver: solver must be one of [ddpm, ddim, euler, euler-ancestral, heun, dpm++2m, "
                        + "dpm++2m-sde, dpm++3m, unipc, ipndm, lcm] (got dreaming)");
        assertThat(errorOf(request().setSolver(solver("ddim", 1001))))
                .isEqualTo("invalid-request: steps must be 1 to 1000 (got 1001)");
        assertThat(errorOf(request().setImageCount(0)))
                .isEqualTo("invalid-request: image_count must be 1 to 16 (got 0)");
    }

    @Test
    void aRunningJobThatIsCancelledEndsAtOnce() {
        // Given
        String job =
                pipeline.submit(slowBundle.digest(), request().setImageCount(16).setSolver(solver("ddim", 1000)));
        await().until(() -> pipeline.events(job).stream().anyMatch(JobEvent::hasProgressed));

        // When
        long start = System.nanoTime();
        pipeline.cancel(job, "changed my mind");

        // Then
        assertThat(pipeline.untilEnd(job).getLast().getCancelled().getReason()).isEqualTo("changed my mind");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        assertThat(pipeline.events(job)).noneMatch(JobEvent::hasSucceeded);
    }

    @Test
    void aJobCancelledBeforeItsSamplerStartedIsNotDone() throws Exception {
        // Given
        sampler.close();
        String job = pipeline.submit(bundle.digest(), request().setSeed(4711));
        pipeline.cancel(job, "");

        // When
        sampler = sampler("b");

        // Then
        assertThat(pipeline.untilEnd(job)).singleElement().satisfies(event -> assertThat(event.hasCancelled())
                .isTrue());
    }

    @Test
    void anImagesMaskedPartIsKeptToTheBit() throws Exception {
        // Given
        String init = store.put(TestPictures.png(16, 16, (x, y) -> 0xFF000000 | (x * 15 << 16) | (y * 15 << 8) | 77));
        String mask = store.put(TestPictures.png(16, 16, (x, y) -> x < 8 ? 0xFF000000 : 0xFFFFFFFF));
        var image = ImageConditioning.newBuilder().setImageSha256(init).setMaskSha256(mask);

        for (int times : List.of(1, 3)) {
            // When
            String job = pipeline.submit(bundle.digest(), request().setImage(image.setResampleTimes(times)));

            // Then
            var result = read(pipeline.digests(job).getFirst());
            var given = ImageIO.read(new ByteArrayInputStream(store.blob(init).orElseThrow()));
            int changed = 0;
            for (int y = 0; y < 16; y++) {
                for (int x = 0; x < 8; x++) {
                    assertThat(result.getRGB(x, y)).isEqualTo(given.getRGB(x, y));
                }
                for (int x = 8; x < 16; x++) {
                    changed += result.getRGB(x, y) == given.getRGB(x, y) ? 0 : 1;
                }
            }
            assertThat(changed).isGreaterThan(100);
        }
    }

    @Test
    void anImageIsExtendedAndItsOwnPixelsAreKeptToTheBit() throws Exception {
        // Given
        String init = store.put(TestPictures.png(16, 16, (x, y) -> 0xFF000000 | (x * 15 << 16) | (y * 15 << 8) | 99));
        var margins = Margins.newBuilder().setLeft(3).setTop(16).setRight(8);

        // When
        String job = pipeline.submit(
                bundle.digest(),
                request()
                        .setImage(ImageConditioning.newBuilder()
                                .setImageSha256(init)
                                .setOutpaint(margins)));

        // Then
        var result = read(pipeline.digests(job).getFirst());
        assertThat(result.getWidth()).isEqualTo(16 + 3 + 8);
        assertThat(result.getHeight()).isEqualTo(16 + 16);
        for (int y = 0; y < 16; y++) {
            for (int x = 0; x < 16; x++) {
                assertThat(result.getRGB(x + 3, y + 16)).isEqualTo(0xFF000000 | (x * 15 << 16) | (y * 15 << 8) | 99);
            }
        }
    }

    @Test
    void lessStrengthStaysCloserToTheImage() throws Exception {
        // Given
        String init = store.put(TestPictures.png(16, 16, (x, y) -> 0xFF4080C0));

        // When
        double little = distance(init, 0.05);
        double much = distance(init, 1);

        // Then
        assertThat(little).isPositive().isLessThan(much);
    }

    @Test
    void aVariationIsCloseToItsImageAndAnotherSeedIsNot() throws Exception {
        // Given
        var plain =
                read(pipeline.digests(pipeline.submit(bundle.digest(), request().setSeed(5)))
                        .getFirst());

        // When
        var variation = Variation.newBuilder().setOfSeed(5).setOfImage(0);
        var same = read(pipeline.digests(
                        pipeline.submit(bundle.digest(), request().setSeed(6).setVariation(variation.setStrength(0))))
                .getFirst());
        var near = read(pipeline.digests(
                        pipeline.submit(bundle.digest(), request().setSeed(6).setVariation(variation.setStrength(0.1))))
                .getFirst());
        var other =
                read(pipeline.digests(pipeline.submit(bundle.digest(), request().setSeed(6)))
                        .getFirst());

        // Then
        assertThat(TestPictures.distance(plain, same)).isZero();
        assertThat(TestPictures.distance(plain, near)).isPositive().isLessThan(TestPictures.distance(plain, other) / 2);
    }

    @Test
    void whatIsNoPictureFailsItsJobWithAReason() {
        String text = store.put("not a picture".getBytes());

        assertThat(errorOf(request().setImage(ImageConditioning.newBuilder().setImageSha256(text))))
                .isEqualTo(
                        "invalid-request: init_image must be a PNG, JPEG or WebP file (got one that begins with the bytes "
                                + "6E 6F 74 20)");
        assertThat(errorOf(request().setImage(ImageConditioning.newBuilder().setImageSha256("0".repeat(64)))))
                .isEqualTo("invalid-request: init_image must be the digest of an uploaded file (got " + "0".repeat(64)
                        + ")");
        assertThat(errorOf(request()
                        .setCanvas(CanvasSize.newBuilder().setWidth(999).setHeight(16))))
                .isEqualTo("invalid-request: width must be 16 to 64 for this model (got 999)");
    }

    @Test
    void aCheckpointNobodyPublishedFailsAfterAWhile() {
        // When
        String job = pipeline.submit("0".repeat(64), request());

        // Then
        assertThat(pipeline.untilEnd(job).getLast().getFailed().getError().getCode())
                .isEqualTo("checkpoint-unavailable");
    }

    @Test
    void aBundleThatLeavesItsFolderFails() {
        // Given
        var manifest = bundle.manifest().toBuilder().setVersion("evil");
        manifest.getFilesBuilder(0).setPath("../../evil");
        var evil = TinyBundle.of(store, manifest.build());
        pipeline.publish(evil);

        // When
        String job = pipeline.submit(evil.digest(), request());

        // Then
        assertThat(pipeline.untilEnd(job).getLast().getFailed().getError().getCode())
                .isEqualTo("bundle-invalid");
    }

    /** How far a result lies from the image it starts from. */
    private double distance(String init, double strength) throws Exception {
        String job = pipeline.submit(
                bundle.digest(),
                request()
                        .setSolver(solver("ddim", 20))
                        .setImage(ImageConditioning.newBuilder()
                                .setImageSha256(init)
                                .setStrength(strength)));
        var given = ImageIO.read(new ByteArrayInputStream(store.blob(init).orElseThrow()));
        return TestPictures.distance(given, read(pipeline.digests(job).getFirst()));
    }

    private static BufferedImage read(String digest) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(store.blob(digest).orElseThrow()));
    }

    private String errorOf(io.unstir.proto.v1.SamplingRequest.Builder request) {
        var error = pipeline.untilEnd(pipeline.submit(bundle.digest(), request))
                .getLast()
                .getFailed()
                .getError();
        return error.getCode() + ": " + error.getMessage();
    }

    /** Steps that 16 images of the slow model need to take this long here: machines differ by far. */
    private int stepsThatTake(long millis) {
        int steps = 20;
        String job =
                pipeline.submit(slowBundle.digest(), request().setImageCount(16).setSolver(solver("ddim", steps)));
        long taken = pipeline.untilEnd(job).getLast().getSucceeded().getSamplingMillis();
        long needed = steps * millis / Math.max(1, taken);
        System.out.println("Steps of the slow model that take " + millis + " ms: " + needed);
        assertThat(needed).as("the slow model is too fast on this machine").isLessThanOrEqualTo(1000);
        return (int) needed;
    }

    private Sampler sampler(String worker) {
        return sampler(worker, Map.of());
    }

    /** @param settings besides the usual ones */
    private Sampler sampler(String worker, Map<String, String> settings) {
        return SamplerHere.start(
                worker, broker.bootstrapServers(), store.url(), folder.resolve("cache"), settings, meters);
    }
}
