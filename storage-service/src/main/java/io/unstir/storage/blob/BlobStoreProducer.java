package io.unstir.storage.blob;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;

/** Opens the store in the configured folder. */
class BlobStoreProducer {
    @Produces
    @Singleton
    BlobStore store(BlobConfig config) throws IOException {
        return new BlobStore(
                config.folder(),
                config.maxSize().asLongValue(),
                config.minFree().asLongValue());
    }
}
