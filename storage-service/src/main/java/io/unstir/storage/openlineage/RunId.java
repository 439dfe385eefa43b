package io.unstir.storage.openlineage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** OpenLineage calls every run by a UUID. The same job or training is the same run, whoever asks and whenever. */
final class RunId {
    /** UUIDv5 of the DNS namespace and {@code runs.unstir.io}. */
    private static final UUID NAMESPACE =
            nameBased(UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), "runs.unstir.io");

    private RunId() {}

    /** The id itself where it is a UUID, as the gateway's are; else the UUIDv5 of it. */
    static UUID of(String id) {
        try {
            var uuid = UUID.fromString(id);
            if (uuid.toString().equals(id)) {
                return uuid;
            }
        } catch (IllegalArgumentException e) {
            // A training that was not asked for over HTTP may be called anything.
        }
        return nameBased(NAMESPACE, id);
    }

    private static UUID nameBased(UUID namespace, String name) {
        try {
            var sha1 = MessageDigest.getInstance("SHA-1");
            sha1.update(ByteBuffer.allocate(16)
                    .putLong(namespace.getMostSignificantBits())
                    .putLong(namespace.getLeastSignificantBits())
                    .flip());
            var digest = ByteBuffer.wrap(sha1.digest(name.getBytes(UTF_8)));
            long high = digest.getLong() & ~0xF000L | 0x5000L;
            long low = digest.getLong() & ~(0b11L << 62) | 1L << 63;
            return new UUID(high, low);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
