package io.unstir.gateway.images;

import java.io.ByteArrayInputStream;
import java.util.Arrays;

/** What the gateway takes for the beginning of an image file. */
public final class HostileImages {
    private HostileImages() {}

    public static void upload(byte[] file) {
        ImageFormat.of(Arrays.copyOf(file, Math.min(file.length, ImageFormat.SIGNATURE_LENGTH)))
                .flatMap(format -> ImageHeader.of(format, new ByteArrayInputStream(file)))
                .ifPresent(PixelLimit::require);
    }

    public static void name(String sha256) {
        ImageDigest.require(sha256);
    }
}
