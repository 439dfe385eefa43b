package io.unstir.gateway.keys;

import io.unstir.gateway.auth.Scope;
import io.unstir.gateway.auth.TenantName;
import io.unstir.gateway.body.Fields;
import io.unstir.gateway.body.TextLimit;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A key that is asked for. */
record KeyRequest(String name, Optional<String> tenant, Set<Scope> scopes, Optional<Instant> expiresAt) {
    private static final TextLimit NAME = TextLimit.characters(1, 100);
    private static final List<String> SCOPES =
            Stream.of(Scope.values()).map(Scope::text).toList();
    private static final String FUTURE = "a time to come, such as 2030-01-31T12:00:00Z";

    static KeyRequest read(Fields fields, Instant now) {
        var name = fields.require("name", NAME.toString()).text("name", NAME);
        var tenant = fields.matching("tenant", TenantName.PATTERN, TenantName.LIMIT);
        var scopes = fields.require("scopes", "a list of " + String.join(", ", SCOPES))
                .choices("scopes", SCOPES);
        var text = fields.text("expires_at", TextLimit.characters(1, 40));
        var expiresAt = text.flatMap(KeyRequest::instant).filter(now::isBefore);
        if (text.isPresent() && expiresAt.isEmpty()) {
            fields.complain("expires_at", FUTURE, "expires_at must be " + FUTURE);
        }
        fields.end();
        return new KeyRequest(name.orElseThrow(), tenant, parsed(scopes.orElseThrow()), expiresAt);
    }

    private static Set<Scope> parsed(List<String> scopes) {
        return scopes.stream().map(Scope::parse).flatMap(Optional::stream).collect(Collectors.toSet());
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
