package io.unstir.gateway.keys;

import com.google.protobuf.Timestamp;
import io.unstir.gateway.auth.Caller;
import io.unstir.gateway.auth.Scope;
import io.unstir.proto.KeyToken;
import io.unstir.proto.Moment;
import io.unstir.proto.v1.ApiKey;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A key as everybody but its owner knows it. */
record StoredKey(ApiKey record) {
    String id() {
        return record.getId();
    }

    boolean isOpenedBy(KeyToken token) {
        return token.hasDigest(record.getSecretSha256().toByteArray());
    }

    Optional<Instant> expiresAt() {
        return record.hasExpiresAt() ? Optional.of(Moment.of(record.getExpiresAt())) : Optional.empty();
    }

    Optional<Instant> revokedAt() {
        return record.hasRevokedAt() ? Optional.of(Moment.of(record.getRevokedAt())) : Optional.empty();
    }

    Instant createdAt() {
        return Moment.of(record.getCreatedAt());
    }

    /** A scope of a later release is no scope here. */
    Set<Scope> scopes() {
        return record.getScopesList().stream()
                .map(Scope::parse)
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
    }

    Caller caller() {
        return new Caller(record.getTenant(), scopes(), Optional.of(id()));
    }

    StoredKey revoked(Instant at) {
        return new StoredKey(record.toBuilder().setRevokedAt(timestamp(at)).build());
    }

    static Timestamp timestamp(Instant at) {
        return Timestamp.newBuilder()
                .setSeconds(at.getEpochSecond())
                .setNanos(at.getNano())
                .build();
    }
}
