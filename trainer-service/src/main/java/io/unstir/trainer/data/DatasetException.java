package io.unstir.trainer.data;

/** A data set that no run can be made from; the message says what is wrong with which file. */
public final class DatasetException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public DatasetException(String message) {
        super(message);
    }

    public DatasetException(String message, Throwable cause) {
        super(message, cause);
    }
}
