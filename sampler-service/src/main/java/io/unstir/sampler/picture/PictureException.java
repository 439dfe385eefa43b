package io.unstir.sampler.picture;

/** An uploaded file that is no picture this package reads. The message names field, value and limit and is for the job's owner. */
public final class PictureException extends RuntimeException {
    private static final long serialVersionUID = 1;

    PictureException(String message) {
        super(message);
    }

    PictureException(String message, Throwable cause) {
        super(message, cause);
    }
}
