package io.unstir.trainer.service;

import io.unstir.trainer.bundle.BlobStore;
import io.unstir.trainer.bundle.BundlePublisher;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Makes beans of classes that know no container. */
class Wiring {
    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    BlobStore blobs(StorageConfig config) {
        return new BlobStore(config.url());
    }

    void close(@Disposes BlobStore blobs) {
        blobs.close();
    }

    @Produces
    @Singleton
    BundlePublisher publisher(BlobStore blobs, CheckpointRegistry registry, Clock clock) {
        return new BundlePublisher(blobs, registry, clock);
    }
}
