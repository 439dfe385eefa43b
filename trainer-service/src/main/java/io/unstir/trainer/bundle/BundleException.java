package io.unstir.trainer.bundle;

/** A bundle that can't be used or written; the message says what is wrong with which file. */
public final class BundleException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public BundleException(String message) {
        super(message);
    }

    public BundleException(String message, Throwable cause) {
        super(message, cause);
    }
}
