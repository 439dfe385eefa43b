package io.unstir.gateway.models;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A model that no new job can name. */
@Schema(description = "A model that no new job can name")
record RetiredModel(
        @Schema(required = true, examples = "emoji@1") String id,

        @Schema(required = true, description = "Always true")
        boolean retired,

        @Schema(required = true, description = "As given by whoever retired it first; may be empty")
        String reason) {}
