package io.unstir.storage.verification;

/** What storage takes for two pictures to compare. */
public final class HostilePictures {
    private HostilePictures() {}

    public static void comparison(byte[] one, byte[] other) {
        Comparison.of(one, other);
    }
}
