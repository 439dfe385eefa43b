package io.unstir.gateway.keys;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.unstir.gateway.auth.Scope;
import io.unstir.proto.KeyToken;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A key as clients see it. */
@Schema(name = "Key")
record Key(
        @Schema(description = "Its public part, by which it is listed and revoked")
        String id,

        @Schema(description = "The key itself; only in the answer that makes it")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        String key,

        @Schema(description = "For people") String name,
        @Schema(description = "Whose key it is") String tenant,
        @Schema(description = "What it is good for") List<String> scopes,
        @Schema(examples = "2030-01-31T12:00:00Z") Instant createdAt,

        @Schema(nullable = true, description = "When it ends; null: never")
        Instant expiresAt,

        @Schema(nullable = true, description = "Since when it works no more")
        Instant revokedAt) {
    static Key of(StoredKey key) {
        return of(key, null);
    }

    /** With the secret, for its owner to keep. */
    static Key made(StoredKey key, KeyToken token) {
        return of(key, token.text());
    }

    private static Key of(StoredKey key, String text) {
        return new Key(
                key.id(),
                text,
                key.record().getName(),
                key.record().getTenant(),
                key.scopes().stream().sorted().map(Scope::text).toList(),
                key.createdAt(),
                key.expiresAt().orElse(null),
                key.revokedAt().orElse(null));
    }
}
