package io.unstir.gateway.problem;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One thing wrong with a request.
 *
 * @param field the field of the body, or the name of the header or path parameter
 * @param value as sent, cut to 100 characters; null where nothing was sent
 * @param limit what is allowed
 */
public record FieldError(
        @Schema(
                required = true,
                examples = "steps",
                description = "Of the body, or a parameter; empty for the body itself")
        String field,

        @Schema(
                required = true,
                nullable = true,
                examples = "0",
                description = "As sent, cut to 100 characters; null where nothing was")
        String value,

        @Schema(required = true, examples = "a whole number from 1 to 1000", description = "What is allowed")
        String limit,

        @Schema(required = true, description = "All of it in a sentence")
        String message) {
    public FieldError {
        field = PrintableText.of(field);
        value = value == null ? null : PrintableText.of(value);
    }

    /** The same of a field that lies within another one. */
    public FieldError within(String outer) {
        return new FieldError(outer + "." + field, value, limit, message);
    }
}
