package io.unstir.storage.problem;

import java.util.List;

/** An RFC 9457 problem document. */
public record Problem(String type, String title, int status, String detail, String code, List<FieldError> errors) {
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final int LONGEST_VALUE = 100;

    /** What was wrong with one field: its value, cut to 100 characters, and the limit it broke. */
    public record FieldError(String field, String value, String limit, String message) {
        public FieldError {
            value = value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "…";
        }
    }

    static Problem of(ProblemCode code, String detail, List<FieldError> errors) {
        return new Problem(
                "https://unstir.io/problems/" + code.text(), code.title(), code.status(), detail, code.text(), errors);
    }
}
