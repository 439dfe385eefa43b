package io.unstir.gateway.keys;

import com.google.protobuf.ByteString;
import io.unstir.gateway.auth.Caller;
import io.unstir.gateway.auth.Scope;
import io.unstir.gateway.config.GatewayConfig;
import io.unstir.gateway.problem.FieldError;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import io.unstir.gateway.publish.EventPublisher;
import io.unstir.proto.KeyToken;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.ApiKey;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/** Makes, lists and revokes keys. The topic has them for good when a call returns, and this gateway goes by it. */
@Singleton
class Keys {
    private static final Logger LOG = Logger.getLogger(Keys.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final KeyRegistry registry;
    private final EventPublisher publisher;
    private final boolean on;
    private final SecureRandom random = new SecureRandom();

    Keys(KeyRegistry registry, EventPublisher publisher, GatewayConfig config) {
        this.registry = registry;
        this.publisher = publisher;
        this.on = config.auth().keys();
    }

    /** The one time that the key itself is shown. */
    Key create(Caller caller, KeyRequest request) {
        requireOn();
        var token = KeyToken.generate(random);
        var now = now();
        var record = ApiKey.newBuilder()
                .setId(token.id())
                .setSecretSha256(ByteString.copyFrom(token.secretSha256()))
                .setTenant(request.tenant().orElse(caller.tenant()))
                .setName(request.name())
                .setCreatedAt(StoredKey.timestamp(now));
        request.scopes().stream().sorted().map(Scope::text).forEach(record::addScopes);
        request.expiresAt().map(StoredKey::timestamp).ifPresent(record::setExpiresAt);
        var key = new StoredKey(record.build());
        publish(key, "created", now);
        awaitRead(keys -> keys.find(key.id()).isPresent());
        LOG.infof(
                "key created keyId=%s tenant=%s scopes=%s",
                key.id(), key.record().getTenant(), key.scopes());
        return Key.made(key, token);
    }

    List<Key> list() {
        requireOn();
        return registry.keys().all().stream()
                .sorted(Comparator.comparing(StoredKey::createdAt)
                        .thenComparing(StoredKey::id)
                        .reversed())
                .map(Key::of)
                .toList();
    }

    /** The key that works no more, also where it was revoked before; empty where nobody knows it. */
    Optional<Key> revoke(String id) {
        requireOn();
        var found = registry.keys().find(id);
        if (found.isEmpty() || found.get().revokedAt().isPresent()) {
            return found.map(Key::of);
        }
        var now = now();
        var revoked = found.get().revoked(now);
        publish(revoked, "revoked", now);
        awaitRead(keys -> keys.find(id).flatMap(StoredKey::revokedAt).isPresent());
        LOG.infof("key revoked keyId=%s tenant=%s", id, revoked.record().getTenant());
        return Optional.of(Key.of(revoked));
    }

    private void publish(StoredKey key, String what, Instant at) {
        publisher.publish(Topic.API_KEYS, key.id(), key.record(), key.id() + "/" + what, at);
    }

    /** The broker has it; where the reader is slow, the next request may find it not yet read. */
    private void awaitRead(Predicate<StoredKeys> state) {
        try {
            registry.await(state, PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void requireOn() {
        if (!on) {
            throw new ProblemException(
                    ProblemCode.CONFLICT,
                    new FieldError(
                            "unstir.auth.keys",
                            "false",
                            "true",
                            "API keys are switched off here; unstir.auth.keys=true switches them on"));
        }
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
