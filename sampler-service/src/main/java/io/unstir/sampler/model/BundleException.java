package io.unstir.sampler.model;

/** A bundle is not what it says or not what a sampler can run; another try would find the same. */
public final class BundleException extends RuntimeException {
    private static final int LONGEST_SHOWN = 100;

    BundleException(String message) {
        super(message);
    }

    BundleException(String message, Throwable cause) {
        super(message, cause);
    }

    /** What a file says, short and of one line, so that it can stand in a message and in a log. */
    static String shown(String text) {
        return text.substring(0, Math.min(text.length(), LONGEST_SHOWN)).replaceAll("[^\\x20-\\x7e]", "?");
    }
}
