package io.unstir.sampler.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.unstir.sampler.blob.BlobStore;
import io.unstir.sampler.blob.Sha256;
import io.unstir.sampler.fixture.BlobServer;
import io.unstir.sampler.fixture.TinyBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleCacheTest {
    @TempDir
    private Path folder;

    private BlobServer server;
    private BlobStore store;
    private BundleCache cache;
    private TinyBundle bundle;

    @BeforeEach
    void start() throws IOException {
        server = new BlobServer();
        store = new BlobStore(server.url(), new SimpleMeterRegistry());
        cache = new BundleCache(folder, store);
        bundle = TinyBundle.withoutText(server, "1", 4, 8);
    }

    @AfterEach
    void stop() {
        store.close();
        server.close();
    }

    @Test
    void aBundleLiesOnDiskAsItsManifestSays() throws Exception {
        // When
        var fetched = cache.fetch(bundle.digest());

        // Then
        assertThat(fetched.manifest()).isEqualTo(bundle.manifest());
        assertThat(Sha256.of(fetched.denoiser()))
                .isEqualTo(bundle.manifest().getFiles(0).getSha256());
    }

    @Test
    void aFetchedBundleNeedsNoStore() throws Exception {
        cache.fetch(bundle.digest());
        server.setOutOfOrder(true);

        assertThat(cache.fetch(bundle.digest()).manifest()).isEqualTo(bundle.manifest());
    }

    @Test
    void bytesThatDoNotMatchTheirDigestAreNotKept() {
        server.corrupt(bundle.manifest().getFiles(0).getSha256());

        assertThatThrownBy(() -> cache.fetch(bundle.digest()))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("came with the digest");
        assertThat(folder.resolve("blobs").resolve(bundle.manifest().getFiles(0).getSha256()))
                .doesNotExist();
    }

    @Test
    void aFileDamagedOnDiskIsFetchedAgain() throws Exception {
        // Given
        Path denoiser = cache.fetch(bundle.digest()).denoiser();
        Files.writeString(denoiser, "damaged");

        // When
        var again = cache.fetch(bundle.digest());

        // Then
        assertThat(Sha256.of(again.denoiser()))
                .isEqualTo(bundle.manifest().getFiles(0).getSha256());
    }

    @Test
    void aFileLargerThanAnnouncedIsNotKept() {
        var manifest = bundle.manifest().toBuilder();
        manifest.getFilesBuilder(0).setSizeBytes(10);
        var lying = TinyBundle.of(server, manifest.build());

        assertThatThrownBy(() -> cache.fetch(lying.digest()))
                .isInstanceOf(BundleException.class)
                .hasMessageEndingWith("is larger than the 10 bytes announced");
    }

    @Test
    void aPathOutOfTheFolderIsRefused() {
        var manifest = bundle.manifest().toBuilder();
        manifest.getFilesBuilder(0).setPath("../../out");
        var evil = TinyBundle.of(server, manifest.build());

        assertThatThrownBy(() -> cache.fetch(evil.digest())).isInstanceOf(BundleException.class);
        assertThat(folder.getParent().resolve("out")).doesNotExist();
    }
}
