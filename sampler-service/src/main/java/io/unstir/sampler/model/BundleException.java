package io.unstir.sampler.model;

/** A bundle is not what it says or not what a sampler can run; another try would find the same. */
public final class BundleException extends RuntimeException {
    BundleException(String message) {
        super(message);
    }

    BundleException(String message, Throwable cause) {
        super(message, cause);
    }
}
