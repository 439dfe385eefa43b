package io.unstir.sampler.session;

import ai.onnxruntime.OrtException;

/** ONNX Runtime could not load or run a graph. */
public final class SessionException extends RuntimeException {
    private static final int LONGEST_REASON = 300;

    public SessionException(String message) {
        super(message);
    }

    public SessionException(String message, Throwable cause) {
        super(message, cause);
    }

    /** With ONNX Runtime's own reason, but without this machine's folders, which whoever sent the job need not know. */
    public SessionException(String message, OrtException cause) {
        this(message + ": " + brief(cause.getMessage()), (Throwable) cause);
    }

    private static String brief(String reason) {
        String line = reason.replaceAll("\\S*/", "").replaceAll("\\s+", " ").strip();
        return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON);
    }
}
