package io.unstir.local.api;

import io.unstir.local.LocalFailure;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/**
 * The storage service's bytes by their digest, for what the gateway does not hand out.
 *
 * @param root of the storage service
 */
public record StoredBlobs(URI root) {
    private static final int TIMEOUT_MS = 30_000;

    public static StoredBlobs onPort(int port) {
        return new StoredBlobs(URI.create("http://127.0.0.1:" + port));
    }

    public byte[] get(String sha256) {
        try {
            var connection =
                    (HttpURLConnection) root.resolve("/blobs/" + sha256).toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MS);
            connection.setReadTimeout(TIMEOUT_MS);
            try (var in = connection.getInputStream()) {
                return Digest.require(sha256, in.readAllBytes());
            }
        } catch (IOException e) {
            throw new LocalFailure("storage at " + root + " did not give blob " + sha256 + ": " + e.getMessage(), e);
        }
    }
}
