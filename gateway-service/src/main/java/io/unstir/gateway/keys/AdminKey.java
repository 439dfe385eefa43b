package io.unstir.gateway.keys;

import io.unstir.gateway.auth.Caller;
import io.unstir.gateway.auth.Scope;
import io.unstir.proto.KeyToken;
import java.util.EnumSet;
import java.util.Optional;

/** The key that comes with the configuration, so that somebody can make the first one. Kept as its digest. */
record AdminKey(String id, byte[] secretSha256, Caller owner) {
    /** @param text never told to anybody, not even where it is wrong */
    static AdminKey parse(String text, String tenant) {
        var token = KeyToken.parse(text.strip())
                .orElseThrow(
                        () -> new IllegalStateException(
                                "unstir.auth.admin-key is no key: unstir_, 16 hexadecimal digits, _ and 43 characters of URL-safe Base64"));
        var owner = new Caller(tenant, EnumSet.allOf(Scope.class), Optional.of(token.id()));
        return new AdminKey(token.id(), token.secretSha256(), owner);
    }

    /** Its owner, where this is the key. */
    Optional<Caller> caller(KeyToken token) {
        return token.id().equals(id) && token.hasDigest(secretSha256) ? Optional.of(owner) : Optional.empty();
    }
}
