package io.unstir.sampler.session;

/** ONNX Runtime could not load or run a graph. */
public final class SessionException extends RuntimeException {
    public SessionException(String message) {
        super(message);
    }

    public SessionException(String message, Throwable cause) {
        super(message, cause);
    }
}
