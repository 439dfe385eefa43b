package io.unstir.gateway.keys;

import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What {@code POST /v1/keys} takes. */
@Schema(name = "KeyRequest")
record KeyRequestBody(
        @Schema(required = true, minLength = 1, maxLength = 100, description = "For people", examples = "studio")
        String name,

        @Schema(description = "Whose key it is; absent: of the caller's tenant", examples = "acme")
        String tenant,

        @Schema(
                required = true,
                minItems = 1,
                description = "What it is good for",
                enumeration = {"submit", "read", "train", "admin"})
        List<String> scopes,

        @Schema(description = "When it ends; absent: never", examples = "2030-01-31T12:00:00Z")
        Instant expiresAt) {}
