package io.unstir.gateway.problem;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A problem document as of RFC 9457. */
@Schema(description = "What went wrong (RFC 9457), sent as application/problem+json")
public record Problem(
        @Schema(examples = "https://unstir.io/problems/invalid-request")
        String type,

        String title,
        int status,
        String detail,
        @Schema(examples = "invalid-request") String code,
        List<FieldError> errors) {
    public static final String MEDIA_TYPE = "application/problem+json";

    static Problem of(ProblemCode code, String detail, List<FieldError> errors) {
        return new Problem(
                "https://unstir.io/problems/" + code.code(), code.title(), code.status(), detail, code.code(), errors);
    }
}
