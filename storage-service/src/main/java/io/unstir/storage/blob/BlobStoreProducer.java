package io.unstir.storage.blob;

import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;

/** Opens the configured store. */
class BlobStoreProducer {
    /** What one request can bring to a bucket. */
    private static final long LARGEST_OBJECT = 5L << 30;

    @Produces
    @Singleton
    BlobStore store(BlobConfig config) throws IOException {
        var files = new DurableFiles(config.folder());
        int inMemory = (int) Math.min(config.checkedInMemory().asLongValue(), Integer.MAX_VALUE / 2);
        long maxSize = config.maxSize().asLongValue();
        long minFree = config.minFree().asLongValue();
        return switch (config.store()) {
            case FOLDER -> new FolderStore(files, maxSize, minFree, inMemory);
            case S3 -> bucket(config, Incoming.in(files, maxSize, minFree), inMemory);
        };
    }

    void close(@Disposes BlobStore store) {
        store.close();
    }

    private static S3Store bucket(BlobConfig config, Incoming incoming, int inMemory) {
        var bucket = config.s3()
                .bucket()
                .orElseThrow(() -> new IllegalArgumentException(
                        "unstir.blobs.s3.bucket is not set, must name a bucket where unstir.blobs.store is s3"));
        if (config.maxSize().asLongValue() > LARGEST_OBJECT) {
            throw new IllegalArgumentException(
                    "unstir.blobs.max-size is %d, must be at most %d where unstir.blobs.store is s3"
                            .formatted(config.maxSize().asLongValue(), LARGEST_OBJECT));
        }
        return new S3Store(S3Clients.open(config.s3()), bucket, config.s3().prefix(), incoming, inMemory);
    }
}
