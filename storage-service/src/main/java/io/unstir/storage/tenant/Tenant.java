package io.unstir.storage.tenant;

import io.unstir.storage.problem.Problem.FieldError;
import io.unstir.storage.problem.ProblemCode;
import io.unstir.storage.problem.ProblemException;
import java.util.Objects;
import java.util.regex.Pattern;

/** For whom something is read: what belongs to another is not there. */
public record Tenant(String name) {
    private static final Pattern NAME = Pattern.compile("[\\x21-\\x7e]{1,100}");

    /** The query parameter {@code tenant}, without which nothing of a tenant is shown. */
    public static Tenant required(String parameter) {
        if (parameter == null || !NAME.matcher(parameter).matches()) {
            throw ProblemException.of(
                    ProblemCode.BAD_REQUEST,
                    "Every read says for which tenant.",
                    new FieldError(
                            "tenant",
                            Objects.toString(parameter, ""),
                            "1 to 100 visible ASCII characters",
                            "is not a tenant"));
        }
        return new Tenant(parameter);
    }
}
