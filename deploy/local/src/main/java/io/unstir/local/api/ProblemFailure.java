package io.unstir.local.api;

/** The gateway refused, and said why. */
public final class ProblemFailure extends RuntimeException {
    private final transient Problem problem;

    ProblemFailure(Problem problem) {
        super(problem.text());
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
