package io.unstir.local;

/** What went wrong, told so that the user can act on it; ends the command with exit code 1 and no stack trace. */
public class LocalFailure extends RuntimeException {
    public LocalFailure(String message) {
        super(message);
    }

    public LocalFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
