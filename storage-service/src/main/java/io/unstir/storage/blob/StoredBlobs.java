package io.unstir.storage.blob;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Optional;

/** The bytes by their digest, for whoever looks into them. */
@ApplicationScoped
public class StoredBlobs {
    private final BlobStore store;

    StoredBlobs(BlobStore store) {
        this.store = store;
    }

    /** Empty where they are gone or damaged. */
    public Optional<byte[]> read(String sha256) throws IOException {
        try {
            var content = store.read(new Sha256(sha256));
            return content.isEmpty()
                    ? Optional.empty()
                    : Optional.of(content.get().readAll());
        } catch (BlobException.Corrupt e) {
            return Optional.empty();
        }
    }
}
