package io.unstir.storage.topic;

import java.io.IOException;
import java.util.Optional;

/** Where bytes lie by their SHA-256. */
public interface StoredBytes {
    /** The bytes, which have that digest; empty where there are none. */
    Optional<byte[]> read(String sha256) throws IOException;
}
