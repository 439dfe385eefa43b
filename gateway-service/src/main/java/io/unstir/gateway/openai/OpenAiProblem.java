package io.unstir.gateway.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.unstir.gateway.problem.FieldError;
import io.unstir.gateway.problem.Problem;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A problem document (RFC 9457) whose member {@code error} is what OpenAI's clients read. */
@Schema(description = "A problem document (RFC 9457) that also holds what OpenAI's clients read")
record OpenAiProblem(
        @Schema(required = true, examples = "https://unstir.io/problems/invalid-request")
        String type,

        @Schema(required = true, description = "The same for every problem of this code")
        String title,

        @Schema(required = true, examples = "400") int status,

        @Schema(required = true, description = "What is wrong with this request, for people")
        String detail,

        @Schema(required = true, examples = "invalid-request")
        String code,

        @Schema(required = true, description = "Each field that is wrong")
        List<FieldError> errors,

        @Schema(description = "In how many seconds it is worth to ask again, estimated")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        Integer retryAfterSeconds,

        @Schema(required = true) Error error) {
    @Schema(name = "OpenAiError", description = "As OpenAI's API has it")
    record Error(
            @Schema(required = true, description = "What these clients show")
            String message,

            @Schema(
                    required = true,
                    enumeration = {"invalid_request_error", "permission_error", "rate_limit_error", "server_error"})
            String type,

            @Schema(required = true, nullable = true, examples = "size", description = "The first field that is wrong")
            @JsonProperty("param")
            String param,

            @Schema(
                    required = true,
                    examples = "model_not_found",
                    description =
                            "model_not_found, invalid_api_key, rate_limit_exceeded, or the problem's code with underscores")
            String code) {}

    static OpenAiProblem of(Problem problem) {
        return new OpenAiProblem(
                problem.type(),
                problem.title(),
                problem.status(),
                problem.detail(),
                problem.code(),
                problem.errors(),
                problem.retryAfterSeconds(),
                new Error(message(problem), type(problem.status()), param(problem), code(problem)));
    }

    /** Clients show this and nothing else. */
    private static String message(Problem problem) {
        return problem.errors().size() < 2
                ? problem.detail()
                : problem.errors().stream().map(FieldError::message).collect(Collectors.joining("; "));
    }

    private static String type(int status) {
        return switch (status) {
            case 403 -> "permission_error";
            case 429 -> "rate_limit_error";
            default -> status < 500 ? "invalid_request_error" : "server_error";
        };
    }

    private static String param(Problem problem) {
        return problem.errors().stream()
                .map(FieldError::field)
                .filter(field -> !field.isEmpty())
                .findFirst()
                .map(field -> field.equals("id") ? "model" : field)
                .orElse(null);
    }

    private static String code(Problem problem) {
        return switch (problem.status()) {
            case 401 -> "invalid_api_key";
            case 404 -> "model_not_found";
            case 429 -> "rate_limit_exceeded";
            default -> problem.code().replace('-', '_');
        };
    }
}
