package io.unstir.storage.problem;

import java.util.List;

/** Ends a request with a problem document. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    private ProblemException(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    public static ProblemException of(ProblemCode code, String detail, Problem.FieldError... errors) {
        return new ProblemException(Problem.of(code, detail, List.of(errors)));
    }

    public static ProblemException notFound(String what, String id) {
        return of(ProblemCode.NOT_FOUND, "There is no %s %s.".formatted(what, id));
    }

    public Problem problem() {
        return problem;
    }
}
