package io.unstir.sampler.conditioning;

import io.unstir.sampler.blob.BlobStore;
import io.unstir.sampler.blob.Sha256;
import io.unstir.sampler.retry.Retry;
import java.io.IOException;
import java.util.Optional;

/** The files that people gave, by digest. */
public record Uploads(BlobStore store) {
    /** What the gateway takes. */
    private static final int LARGEST = 16 << 20;

    /**
     * The file's bytes, verified; waits for a store that is out of order.
     *
     * @throws IllegalArgumentException when the store has no such file, or a larger one than is taken
     */
    byte[] fetch(String field, String sha256) throws InterruptedException {
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException(field + " must be a SHA-256 in lower-case hex");
        }
        Optional<byte[]> bytes = Retry.untilDone("fetch " + field + " " + sha256, () -> find(field, sha256));
        return bytes.orElseThrow(() -> new IllegalArgumentException(
                "%s must be the digest of an uploaded file (got %s)".formatted(field, sha256)));
    }

    private Optional<byte[]> find(String field, String sha256) throws IOException, InterruptedException {
        var found = store.find(sha256);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (var in = found.get()) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new IllegalArgumentException("%s must be at most %d bytes".formatted(field, LARGEST));
            }
            if (!Sha256.of(bytes).equals(sha256)) {
                throw new IOException("blob %s came with other bytes".formatted(sha256));
            }
            return Optional.of(bytes);
        }
    }
}
