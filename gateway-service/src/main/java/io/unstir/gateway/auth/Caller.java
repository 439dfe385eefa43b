package io.unstir.gateway.auth;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Who sends a request.
 *
 * @param tenant whose things the caller sees and makes
 * @param keyId the API key's public id, or the subject of a token; empty where authentication is off
 */
public record Caller(String tenant, Set<Scope> scopes, Optional<String> keyId) {
    public Caller {
        scopes = Set.copyOf(scopes);
    }

    /** Who may do everything in a tenant: every caller while authentication is off. */
    public static Caller unrestricted(String tenant) {
        return new Caller(tenant, EnumSet.allOf(Scope.class), Optional.empty());
    }

    /** Who submitted a job, to count it by. @param keyId may be empty */
    public static Caller ofJob(String tenant, String keyId) {
        return new Caller(tenant, Set.of(), Optional.of(keyId).filter(id -> !id.isEmpty()));
    }

    /** What limits are counted by: the key, or the tenant where there is none. */
    public String owner() {
        return owner(tenant, keyId.orElse(""));
    }

    /** @param keyId may be empty */
    public static String owner(String tenant, String keyId) {
        return tenant + "/" + keyId;
    }

    public boolean may(Scope scope) {
        return scopes.contains(scope);
    }
}
