package io.unstir.gateway.it;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.unstir.proto.KeyToken;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.ApiKey;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Two gateways of one system that take API keys and the tokens of an issuer, and the operator's key. */
record GuardedGateways(Gateway first, Gateway second, TokenIssuer issuer, Broker broker, String operator)
        implements AutoCloseable {
    static final Path LOG = Path.of("target/guarded-gateway-it.log");
    static final Path OTHER_LOG = Path.of("target/guarded-gateway-2-it.log");

    private static final SecureRandom RANDOM = new SecureRandom();

    /** It stands in the gateways' configuration and on no topic. */
    static final String ADMIN_KEY = KeyToken.generate(RANDOM).text();

    static GuardedGateways start(Broker broker, StorageServer storage) {
        try {
            var operator = key(broker, "operator", List.of("submit", "read", "train", "admin"));
            var issuer = new TokenIssuer();
            var settings = Map.of(
                    "UNSTIR_AUTH_KEYS",
                    "true",
                    "UNSTIR_AUTH_OIDC_ISSUER",
                    TokenIssuer.NAME,
                    "UNSTIR_AUTH_OIDC_AUDIENCE",
                    TokenIssuer.AUDIENCE,
                    "UNSTIR_AUTH_OIDC_JWKS_URL",
                    issuer.jwksUrl(),
                    "UNSTIR_AUTH_OIDC_SCOPE_PREFIX",
                    "unstir:",
                    "UNSTIR_AUTH_ADMIN_KEY",
                    ADMIN_KEY,
                    "UNSTIR_WEBHOOKS_MASTER_SECRETS",
                    "a secret of this test and of nobody else");
            var first = new Gateway(broker.bootstrapServers(), storage.url(), LOG, settings);
            var second = new Gateway(broker.bootstrapServers(), storage.url(), OTHER_LOG, settings);
            return new GuardedGateways(first.awaitReady(), second.awaitReady(), issuer, broker, operator);
        } catch (Exception e) {
            throw new IllegalStateException("the gateways cannot be started", e);
        }
    }

    /** A key as an operator makes it who has the broker. */
    static String key(Broker broker, String tenant, List<String> scopes) throws Exception {
        return key(broker, tenant, scopes, ApiKey.newBuilder());
    }

    static String key(Broker broker, String tenant, List<String> scopes, ApiKey.Builder more) throws Exception {
        var token = KeyToken.generate(RANDOM);
        var key = more.setId(token.id())
                .setSecretSha256(ByteString.copyFrom(token.secretSha256()))
                .setTenant(tenant)
                .setName("key of " + tenant)
                .setCreatedAt(Timestamp.newBuilder().setSeconds(Instant.now().getEpochSecond()))
                .addAllScopes(scopes)
                .build();
        broker.write(Topic.API_KEYS, token.id(), key.toByteArray());
        return token.text();
    }

    /** The headers that say who calls. */
    static String[] bearer(String key) {
        return new String[] {"Authorization", "Bearer " + key};
    }

    @Override
    public void close() throws IOException {
        first.close();
        second.close();
        issuer.close();
    }
}
