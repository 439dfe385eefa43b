package io.unstir.trainer.run;

/** A run that can't go on. Its code is the one that events and problems carry. */
public final class TrainingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String code;

    public TrainingException(String code, String message) {
        super(message);
        this.code = code;
    }

    /** For example {@code loss-not-finite} or {@code parity}. */
    public String code() {
        return code;
    }
}
