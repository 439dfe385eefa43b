package io.unstir.gateway.models;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of a retirement as the API's document shows it. */
@Schema(name = "Retirement", additionalProperties = Schema.False.class)
record RetirementBody(
        @Schema(
                maxLength = RetirementBody.MAX_REASON,
                examples = "emoji@2 is better in every way",
                description = "Told to whoever asks for the model later")
        String reason) {
    static final int MAX_REASON = 500;
}
