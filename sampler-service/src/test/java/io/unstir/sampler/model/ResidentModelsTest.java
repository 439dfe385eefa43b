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

    @BeforeEach
    void start() throws IOException {
        server = new BlobServer();
        store = new BlobStore(server.url());
        var cache = new BundleCache(folder, store);
        models = new ResidentModels(2, digest -> {
            loads.add(digest);
            return new Model(cache.fetch(digest), new Ort(1), 2, 4);
        });
        one = TinyBundle.withoutText(server, "1", 4, 8).digest();
        two = TinyBundle.withoutText(server, "2", 4, 8).digest();
        three = TinyBundle.withoutText(server, "3", 4, 8).digest();
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
        await().during(java.time.Duration.ofMillis(100)).until(() -> !third.isDone());
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
}
