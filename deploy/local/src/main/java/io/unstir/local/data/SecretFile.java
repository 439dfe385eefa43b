package io.unstir.local.data;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import io.unstir.local.LocalFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.Supplier;

/** A random text that is made when it is asked for the first time, readable by this user only. */
public record SecretFile(Path path) {
    /** @param bytes how many random ones, written in hexadecimal */
    public String text(int bytes) {
        return text(() -> {
            var random = new byte[bytes];
            new SecureRandom().nextBytes(random);
            return HexFormat.of().formatHex(random);
        });
    }

    /** @param secret makes the text the first time */
    public String text(Supplier<String> secret) {
        try {
            if (!Files.exists(path)) {
                make(secret.get());
            }
            return Files.readString(path).strip();
        } catch (IOException e) {
            throw new LocalFailure("cannot use the file " + path + ": " + e.getMessage(), e);
        }
    }

    private void make(String secret) throws IOException {
        Path fresh = path.resolveSibling("." + path.getFileName() + ".part");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, secret);
        Files.move(fresh, path, ATOMIC_MOVE);
    }
}
