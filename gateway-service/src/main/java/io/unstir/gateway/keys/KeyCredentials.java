package io.unstir.gateway.keys;

import io.unstir.gateway.auth.Caller;
import io.unstir.gateway.auth.Credentials;
import io.unstir.gateway.auth.Unauthorized;
import io.unstir.gateway.config.GatewayConfig;
import io.unstir.gateway.problem.ProblemException;
import io.unstir.proto.KeyToken;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;

/** API keys as proof of who calls. */
@Singleton
class KeyCredentials implements Credentials {
    private final KeyRegistry registry;
    private final boolean on;
    private final Optional<AdminKey> admin;

    KeyCredentials(KeyRegistry registry, GatewayConfig config) {
        this.registry = registry;
        this.on = config.auth().keys();
        this.admin = config.auth()
                .adminKey()
                .map(text -> AdminKey.parse(text, config.gateway().tenant()));
    }

    @Override
    public boolean isOn() {
        return on;
    }

    @Override
    public boolean knows(String bearer) {
        return bearer.startsWith(KeyToken.PREFIX);
    }

    /** Only who has the secret learns that the key was revoked or is too old. */
    @Override
    public Caller caller(String bearer) {
        var token = KeyToken.parse(bearer).orElseThrow(() -> refused("The key is not known"));
        return admin.flatMap(key -> key.caller(token)).orElseGet(() -> caller(token));
    }

    private Caller caller(KeyToken token) {
        var key = registry.keys()
                .find(token.id())
                .filter(stored -> stored.isOpenedBy(token))
                .orElseThrow(() -> refused("The key is not known"));
        if (key.revokedAt().isPresent()) {
            throw refused("The key was revoked");
        }
        if (key.expiresAt().filter(end -> !Instant.now().isBefore(end)).isPresent()) {
            throw refused("The key has expired");
        }
        return key.caller();
    }

    private static ProblemException refused(String why) {
        return Unauthorized.because(why);
    }
}
