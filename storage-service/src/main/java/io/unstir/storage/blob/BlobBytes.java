package io.unstir.storage.blob;

import io.unstir.storage.topic.StoredBytes;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Optional;

/** The store, for those who know a digest as text. */
@ApplicationScoped
class BlobBytes implements StoredBytes {
    private final BlobStore store;

    BlobBytes(BlobStore store) {
        this.store = store;
    }

    @Override
    public Optional<byte[]> read(String sha256) throws IOException {
        var content = store.read(new Sha256(sha256));
        return content.isEmpty() ? Optional.empty() : Optional.of(content.get().readAll());
    }
}
