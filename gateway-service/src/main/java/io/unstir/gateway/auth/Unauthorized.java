package io.unstir.gateway.auth;

import io.unstir.gateway.problem.FieldError;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import jakarta.ws.rs.core.HttpHeaders;

/** The refusal of a caller that is not known. What was sent is a secret or nearly one, so it is not repeated. */
public final class Unauthorized {
    private static final String LIMIT = "Bearer and a key or token that is valid here";

    private Unauthorized() {}

    public static ProblemException because(String why) {
        return new ProblemException(
                ProblemCode.UNAUTHORIZED, new FieldError(HttpHeaders.AUTHORIZATION, null, LIMIT, why));
    }
}
