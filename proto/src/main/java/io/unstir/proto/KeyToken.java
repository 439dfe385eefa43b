package io.unstir.proto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An API key as its owner holds it: {@code unstir_<id>_<secret>}. The secret is 256 random bits, so one SHA-256 of it is as good
 * as a slow hash, and it is all that anybody else keeps.
 *
 * @param id the public part: 16 hexadecimal digits
 * @param secret 43 characters of URL-safe Base64
 */
public record KeyToken(String id, String secret) {
    public static final String PREFIX = "unstir_";

    private static final Pattern TEXT = Pattern.compile("unstir_([0-9a-f]{16})_([A-Za-z0-9_-]{43})");
    private static final int ID_BYTES = 8;
    private static final int SECRET_BYTES = 32;

    public static KeyToken generate(SecureRandom random) {
        var id = new byte[ID_BYTES];
        var secret = new byte[SECRET_BYTES];
        random.nextBytes(id);
        random.nextBytes(secret);
        return new KeyToken(
                HexFormat.of().formatHex(id),
                Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }

    /** Empty for a text that is no key. */
    public static Optional<KeyToken> parse(String text) {
        var matcher = TEXT.matcher(text);
        return matcher.matches() ? Optional.of(new KeyToken(matcher.group(1), matcher.group(2))) : Optional.empty();
    }

    /** Shown once, to the key's owner. */
    public String text() {
        return PREFIX + id + "_" + secret;
    }

    public byte[] secretSha256() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** In constant time: how long it takes tells nothing of the secret. */
    public boolean hasDigest(byte[] secretSha256) {
        return MessageDigest.isEqual(secretSha256(), secretSha256);
    }

    /** Without the secret, so that no log line or message shows it. */
    @Override
    public String toString() {
        return PREFIX + id + "_…";
    }
}
