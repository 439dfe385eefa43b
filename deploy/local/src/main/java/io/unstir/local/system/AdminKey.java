package io.unstir.local.system;

import io.unstir.local.LocalFailure;
import io.unstir.local.data.DataFolder;
import io.unstir.local.data.SecretFile;
import io.unstir.proto.KeyToken;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * The key with which the owner of a data folder calls its gateway and makes keys for others, where the gateway asks for keys.
 * Who can read the folder's secrets owns the system anyway.
 */
record AdminKey(DataFolder data) {
    /** Names the key that this process calls with instead. */
    private static final String VARIABLE = "UNSTIR_API_KEY";

    /** For the gateway; made at the first start. */
    String text() {
        return new SecretFile(data.adminKey())
                .text(() -> KeyToken.generate(new SecureRandom()).text());
    }

    /** What this process shows a gateway: what its user says, else the folder's own key, if there is one. */
    Optional<String> shown() {
        return Optional.ofNullable(System.getenv(VARIABLE))
                .map(String::strip)
                .filter(key -> !key.isEmpty())
                .or(this::kept);
    }

    /** The folder's own key, for a system that this process has started. */
    Optional<String> kept() {
        try {
            return Files.isReadable(data.adminKey())
                    ? Optional.of(Files.readString(data.adminKey()).strip())
                    : Optional.empty();
        } catch (IOException e) {
            throw new LocalFailure("cannot read the file " + data.adminKey() + ": " + e.getMessage(), e);
        }
    }
}
