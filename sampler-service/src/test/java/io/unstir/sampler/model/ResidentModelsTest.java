package io.unstir.sampler.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.unstir.sampler.blob.BlobStore;
import io.unstir.sampler.fixture.BlobServer;
import io.unstir.sampler.fixture.TinyBundle;
import io.unstir.sampler.session.Ort;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResidentModelsTest {
    @TempDir
    private Path folder;

    private final List<String> loads = new CopyOnWriteArrayList<>();
    private BlobServer server;
    private BlobStore store;
    private ResidentModels models;
    private String one;
    private String two;
    private String three;
    private String large;

    @BeforeEach
    void start() throws IOException {
        server = new BlobServer();
        store = new BlobStore(server.url());
        var cache = new BundleCache(folder, store);
        var bundle = TinyBundle.withoutText(server, "1", 4, 8);
        one = bundle.digest();
        two = TinyBundle.withoutText(server, "2", 4, 8).digest();
        three = TinyBundle.withoutText(server, "3", 4, 8).digest();
        large = TinyBundle.withoutText(server, "large", 64, 8).digest();
        models = new ResidentModels(roomForTwo(bundle), new ModelLoader() {
            @Override
            public Bundle fetch(String digest) throws IOException, InterruptedException {
                return cache.fetch(digest);
            }

            @Override
            public Model load(Bundle loaded) {
                loads.add(loaded.digest());
                return new Model(loaded, Ort.cpu(1), 2, 4);
            }
        });
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
    void aFailedLoadFreesItsPlace() throws Exception {
        server.setOutOfOrder(true);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> models.lease(one)).isInstanceOf(IOException.class);
        }
        server.setOutOfOrder(false);

        models.lease(one).close();
    }

    @Test
    void aModelLargerThanAllOfTheMemoryIsRefusedAndTheOthersStay() throws Exception {
        models.lease(one).close();

        assertThatThrownBy(() -> models.lease(large))
                .isInstanceOf(BundleException.class)
                .hasMessageMatching("the model needs \\d+ MiB of memory, and there are \\d+ MiB for models");

        models.lease(one).close();
        assertThat(loads).containsExactly(one);
    }

    @Test
    void manyAskersOfMoreModelsThanFitAllGetTheirs() throws Exception {
        // Given
        var digests = List.of(one, two, three);
        var asked = new ArrayList<CompletableFuture<Void>>();

        // When
        for (int i = 0; i < 60; i++) {
            String digest = digests.get(i % 3);
            asked.add(CompletableFuture.runAsync(
                    () -> {
                        try (var lease = models.lease(digest)) {
                            assertThat(lease.model().session().bestRows()).isPositive();
                        } catch (IOException | InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    task -> Thread.ofVirtual().start(task)));
        }

        // Then
        assertThat(CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)))
                .succeedsWithin(Duration.ofSeconds(60));
    }

    private static long roomForTwo(TinyBundle bundle) {
        return 5 * bundle.manifest().getFiles(0).getSizeBytes();
    }
}
