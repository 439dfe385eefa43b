package io.unstir.gateway.jobs;

import io.unstir.gateway.problem.FieldError;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import java.util.Optional;
import java.util.regex.Pattern;

/** The header by which a client makes sure that what it sends twice is done once. */
public final class IdempotencyKey {
    public static final String HEADER = "Idempotency-Key";

    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");
    private static final String LIMIT = "1 to 255 visible ASCII characters";

    private IdempotencyKey() {}

    /** @param header null where there is none */
    public static Optional<String> of(String header) {
        if (header != null && !KEY.matcher(header).matches()) {
            throw new ProblemException(
                    ProblemCode.INVALID_REQUEST, new FieldError(HEADER, header, LIMIT, HEADER + " must be " + LIMIT));
        }
        return Optional.ofNullable(header);
    }
}
