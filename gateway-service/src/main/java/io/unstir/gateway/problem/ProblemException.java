package io.unstir.gateway.problem;

import java.util.List;
import java.util.OptionalInt;

/** Ends a request with a problem document; the message is what the client reads as its detail. */
public final class ProblemException extends RuntimeException {
    private final ProblemCode code;
    private final transient List<FieldError> errors;
    private final int retryAfter;

    public ProblemException(ProblemCode code, String detail, List<FieldError> errors) {
        this(code, detail, errors, 0);
    }

    /** A problem that will be gone. @param retryAfter in how many seconds, as far as that can be known */
    public ProblemException(ProblemCode code, FieldError error, int retryAfter) {
        this(code, error.message(), List.of(error), retryAfter);
    }

    private ProblemException(ProblemCode code, String detail, List<FieldError> errors, int retryAfter) {
        super(detail, null, false, false);
        this.code = code;
        this.errors = List.copyOf(errors);
        this.retryAfter = retryAfter;
    }

    public ProblemException(ProblemCode code, String detail) {
        this(code, detail, List.of());
    }

    /** A problem with one field. */
    public ProblemException(ProblemCode code, FieldError error) {
        this(code, error.message(), List.of(error));
    }

    /** Ends the request where anything was wrong. */
    public static void throwIfAny(ProblemCode code, List<FieldError> errors) {
        if (errors.size() == 1) {
            throw new ProblemException(code, errors.getFirst());
        }
        if (!errors.isEmpty()) {
            throw new ProblemException(code, errors.size() + " fields break a limit", errors);
        }
    }

    public List<FieldError> errors() {
        return errors;
    }

    public ProblemCode code() {
        return code;
    }

    /** Empty where nobody knows. */
    public OptionalInt retryAfter() {
        return retryAfter == 0 ? OptionalInt.empty() : OptionalInt.of(retryAfter);
    }

    public Problem document() {
        return Problem.of(code, getMessage(), errors, retryAfter == 0 ? null : retryAfter);
    }
}
