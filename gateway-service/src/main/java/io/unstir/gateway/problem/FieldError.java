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
        String field, @Schema(nullable = true) String value, String limit, String message) {
    public FieldError {
        field = PrintableText.of(field);
        value = value == null ? null : PrintableText.of(value);
    }

    /** The same of a field that lies within another one. */
    public FieldError within(String outer) {
        return new FieldError(outer + "." + field, value, limit, message);
    }
}
