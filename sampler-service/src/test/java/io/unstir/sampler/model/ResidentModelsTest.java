package io.unstir.sampler.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.unstir.sampler.blob.BlobStore;
import io.unstir.sampler.fixture.BlobServer;
import io.unstir.sampler.fixture.TinyBundle;
import io.unstir.sampler.session.Ort;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResidentModelsTest {
    /** What a model counts here: as much as its version says, so that sizes are easy to reckon with. */
    private static final long BYTES = 100;

    private static final int THREADS = 12;
    private static final int LEASES = 12;

    @TempDir
    private Path folder;

    private final List<String> finds = new CopyOnWriteArrayList<>();
    private final List<String> loads = new CopyOnWriteArrayList<>();
    private BlobServer server;
    private BlobStore store;
    private ResidentModels models;
    private String one;
    private String two;
    private String three;
    private String large;
    private String tooLarge;

    @BeforeEach
    void start() throws IOException {
        server = new BlobServer();
        store = new BlobStore(server.url(), new SimpleMeterRegistry());
        var cache = new BundleCache(folder, store);
        models = new ResidentModels(2 * BYTES, digest -> {
            finds.add(digest);
            var bundle = cache.fetch(digest);
            return new ModelLoader.Closed(bundle.name(), bytes(bundle), () -> {
                loads.add(digest);
                return new Model(bundle, new Ort(1), 2, 4);
            });
        });
        one = TinyBundle.withoutText(server, "100", 4, 8).digest();
        two = TinyBundle.withoutText(server, "100", 5, 8).digest();
        three = TinyBundle.withoutText(server, "100", 6, 8).digest();
        large = TinyBundle.withoutText(server, "200", 4, 8).digest();
        tooLarge = TinyBundle.withoutText(server, "301", 4, 8).digest();
    }

    @AfterEach
    void stop() {
        models.close();
        store.close();
        server.close();
    }

    @Test
    void aModelIsLoadedOnceForManyLeases() throws Exception {
        try (var first = models.lease(one);
                var second = models.lease(one)) {
            assertThat(first.model()).isSameAs(second.model());
        }
        assertThat(loads).containsExactly(one);
    }

    @Test
    void theModelUsedLongestAgoLeaves() throws Exception {
        // Given
        models.lease(one).close();
        models.lease(two).close();
        models.lease(one).close();

        // When
        models.lease(three).close();

        // Then
        models.lease(one).close();
        models.lease(two).close();
        assertThat(loads).containsExactly(one, two, three, two);
    }

    @Test
    void aLeaseWaitsWhileAllPlacesAreInUse() throws Exception {
        // Given
        var first = models.lease(one);
        var second = models.lease(two);

        // When
        var third = new CompletableFuture<Lease>();
        Thread.startVirtualThread(() -> {
            try {
                third.complete(models.lease(three));
            } catch (IOException | InterruptedException e) {
                third.completeExceptionally(e);
            }
        });

        // Then
        await().during(Duration.ofMillis(100)).until(() -> !third.isDone());
        first.close();
        await().until(third::isDone);
        third.get().close();
        second.close();
    }

    @Test
    void aModelNobodyAskedForDoesNotPushOutOnesInUse() throws Exception {
        try (var first = models.lease(one);
                var second = models.lease(two)) {
            models.preload(three);

            assertThat(loads).containsExactly(one, two);
            assertThat(first.model()).isNotSameAs(second.model());
        }
    }

    @Test
    void aLargeModelPushesOutSeveral() throws Exception {
        // Given
        models.lease(one).close();
        models.lease(two).close();

        // When
        models.lease(large).close();

        // Then
        assertThat(models.used()).isEqualTo(2 * BYTES);
        models.lease(one).close();
        assertThat(loads).containsExactly(one, two, large, one);
        assertThat(models.used()).isEqualTo(BYTES);
    }

    @Test
    void aModelLargerThanTheBudgetIsRefusedAndPushesOutNone() throws Exception {
        // Given
        models.lease(one).close();

        // When
        assertThatThrownBy(() -> models.lease(tooLarge))

                // Then
                .isInstanceOf(BundleException.class)
                .hasMessage("model tiny@301 needs 301 bytes of memory; model-memory is 200");
        models.lease(one).close();
        assertThat(loads).containsExactly(one);
    }

    @Test
    void aModelThatCanNotBeOpenedGivesItsRoomBack() throws Exception {
        // Given
        var manifest = TinyBundle.withoutText(server, "200", 4, 8).manifest().toBuilder();
        manifest.getSampleBuilder().setChannels(1);
        String wrong = TinyBundle.of(server, manifest.build()).digest();

        // When
        assertThatThrownBy(() -> models.lease(wrong))
                .isInstanceOf(BundleException.class)
                .hasMessage("The bundle can't be run: The denoiser's input sample must be FLOAT [open, 1, 8, 8] "
                        + "(got FLOAT [open, 3, open, open])");

        // Then
        assertThat(models.used()).isZero();
        models.lease(large).close();
    }

    @Test
    void whoWaitsAndGivesUpHoldsUpNobody() throws Exception {
        // Given
        var first = models.lease(one);
        var second = models.lease(two);
        var failure = new CompletableFuture<Throwable>();
        var impatient = Thread.startVirtualThread(() -> {
            try {
                models.lease(large).close();
            } catch (IOException | InterruptedException e) {
                failure.complete(e);
            }
        });
        await().until(() -> finds.contains(large));

        // When
        impatient.interrupt();

        // Then
        assertThat(failure.get()).isInstanceOf(InterruptedException.class);
        second.close();
        models.lease(three).close();
        first.close();
    }

    /** What is in memory never exceeds the budget, and everybody gets through. */
    @Test
    void manyThreadsShareABudgetThatHoldsFewOfTheirModels() throws Exception {
        // Given
        var digests = List.of(one, two, three, large);
        var over = new AtomicInteger();
        var done = new AtomicInteger();

        // When
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int thread = 0; thread < THREADS; thread++) {
                var random = new Random(thread);
                threads.submit(() -> {
                    for (int i = 0; i < LEASES; i++) {
                        String digest = digests.get(random.nextInt(digests.size()));
                        try (var lease = models.lease(digest)) {
                            if (models.used() > 2 * BYTES || lease.model().schedule() == null) {
                                over.incrementAndGet();
                            }
                            Thread.sleep(random.nextInt(3));
                        }
                        if (i % 4 == 0) {
                            models.preload(digests.get(random.nextInt(digests.size())));
                        }
                        done.incrementAndGet();
                    }
                    return null;
                });
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> done.get() == THREADS * LEASES);
        }

        // Then
        assertThat(over).hasValue(0);
        assertThat(models.used()).isLessThanOrEqualTo(2 * BYTES);
    }

    @Test
    void aFailedLoadFreesItsPlace() throws Exception {
        server.setOutOfOrder(true);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> models.lease(one)).isInstanceOf(IOException.class);
        }
        server.setOutOfOrder(false);

        models.lease(one).close();
    }

    private static long bytes(Bundle bundle) {
        return Long.parseLong(bundle.manifest().getVersion());
    }
}
