package io.unstir.gateway.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** What a job or a training is called, and the seed it brings for a job that names none. */
public record SubmissionId(UUID uuid) {
    /** UUIDv5 of the DNS namespace and {@code unstir.io}. */
    private static final UUID NAMESPACE =
            nameBased(UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), "unstir.io");

    /** UUIDv7 (RFC 9562): ids sort by the time of submission. */
    public static SubmissionId random(Instant now, SecureRandom random) {
        long high = now.toEpochMilli() << 16 | 0x7000 | random.nextInt(1 << 12);
        long low = random.nextLong() >>> 2 | 1L << 63;
        return new SubmissionId(new UUID(high, low));
    }

    /** UUIDv5 (RFC 9562): the same tenant and key always give the same job. */
    public static SubmissionId of(String tenant, String idempotencyKey) {
        return new SubmissionId(nameBased(NAMESPACE, tenant + "\n" + idempotencyKey));
    }

    /** UUIDv5 likewise: a job that is run again because it was parked, always the same one. No batch's key and place give it. */
    public static SubmissionId ofRetry(String tenant, String parkedJob) {
        return new SubmissionId(nameBased(NAMESPACE, tenant + "\nretry\n" + parkedJob));
    }

    /** Only the canonical text form, so that a job has one address. */
    public static Optional<SubmissionId> parse(String text) {
        try {
            UUID uuid = UUID.fromString(text);
            return uuid.toString().equals(text) ? Optional.of(new SubmissionId(uuid)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Below 2^32, so that people can read and type it. These bits of an id are random (v7) or a digest's (v5), and taking
     * them makes a job submitted again under its key the same job.
     */
    public long seed() {
        return uuid.getLeastSignificantBits() & 0xFFFF_FFFFL;
    }

    @Override
    public String toString() {
        return uuid.toString();
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
