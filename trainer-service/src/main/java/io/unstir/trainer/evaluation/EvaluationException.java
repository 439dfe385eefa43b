package io.unstir.trainer.evaluation;

/** Why an evaluation can't be done, in words for whoever asked for it. */
public final class EvaluationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public EvaluationException(String message) {
        super(message);
    }

    EvaluationException(String message, Throwable cause) {
        super(message, cause);
    }
}
