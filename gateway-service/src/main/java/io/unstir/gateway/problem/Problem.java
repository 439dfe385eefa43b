package io.unstir.gateway.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A problem document as of RFC 9457. */
@Schema(description = "What went wrong (RFC 9457), sent as application/problem+json")
public record Problem(
        @Schema(required = true, examples = "https://unstir.io/problems/invalid-request")
        String type,

        @Schema(required = true, description = "The same for every problem of this code")
        String title,

        @Schema(required = true, examples = "400", description = "As the answer's")
        int status,

        @Schema(required = true, description = "What is wrong with this request, for people")
        String detail,

        @Schema(required = true, examples = "invalid-request", description = "Stable")
        String code,

        @Schema(required = true, description = "Each field that is wrong; empty where it is none")
        List<FieldError> errors,

        @Schema(
                examples = "12",
                description = "In how many seconds it is worth to ask again, estimated; only where that is known")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        Integer retryAfterSeconds) {
    public static final String MEDIA_TYPE = "application/problem+json";

    static Problem of(ProblemCode code, String detail, List<FieldError> errors, Integer retryAfterSeconds) {
        return new Problem(
                "https://unstir.io/problems/" + code.code(),
                code.title(),
                code.status(),
                detail,
                code.code(),
                errors,
                retryAfterSeconds);
    }
}
