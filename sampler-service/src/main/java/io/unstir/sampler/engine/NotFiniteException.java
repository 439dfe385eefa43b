package io.unstir.sampler.engine;

/** A sample held a NaN or an infinity; sampling it again would too. */
public final class NotFiniteException extends RuntimeException {
    NotFiniteException(int image) {
        super("image " + image + " came out with values that are not finite");
    }
}
