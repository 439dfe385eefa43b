package io.unstir.gateway.oidc;

import io.unstir.gateway.config.AuthConfig;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jose4j.http.Get;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.HttpsJwks;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.HttpsJwksVerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;

/** Checks a token's signature against the issuer's public keys, and its issuer, audience and times. */
final class TokenVerifier {
    private static final Logger LOG = Logger.getLogger(TokenVerifier.class);
    private static final Duration FETCH_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration KEYS_KEPT = Duration.ofMinutes(10);
    private static final Duration KEPT_WHILE_AWAY = Duration.ofHours(1);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(3);
    private static final int MOST_BYTES = 1 << 20;

    private final HttpsJwks keys;
    private final JwtConsumer consumer;

    private TokenVerifier(HttpsJwks keys, JwtConsumer consumer) {
        this.keys = keys;
        this.consumer = consumer;
    }

    static TokenVerifier of(String issuer, AuthConfig.Oidc config) {
        var keys = keys(required("unstir.auth.oidc.jwks-url", config.jwksUrl()));
        // Only what takes a private key to make: a public key must never be taken for the secret of an HMAC.
        var consumer = new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(
                        ConstraintType.PERMIT,
                        AlgorithmIdentifiers.RSA_USING_SHA256,
                        AlgorithmIdentifiers.RSA_USING_SHA384,
                        AlgorithmIdentifiers.RSA_USING_SHA512,
                        AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
                        AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
                        AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384,
                        AlgorithmIdentifiers.EDDSA)
                .setVerificationKeyResolver(new HttpsJwksVerificationKeyResolver(keys))
                .setExpectedIssuer(issuer)
                .setExpectedAudience(required("unstir.auth.oidc.audience", config.audience()))
                .setRequireExpirationTime()
                .setRequireSubject()
                .setAllowedClockSkewInSeconds(Math.toIntExact(config.clockSkew().toSeconds()))
                .build();
        return new TokenVerifier(keys, consumer);
    }

    void readKeys() {
        try {
            keys.refresh();
        } catch (JoseException | IOException e) {
            LOG.warnf("issuer's keys cannot be read yet code=issuer-unavailable cause=%s", e);
        }
    }

    JwtClaims verify(String token) throws InvalidJwtException {
        try {
            return consumer.processToClaims(token);
        } catch (InvalidJwtException e) {
            if (isAway(e)) {
                LOG.warn("issuer's keys cannot be read code=issuer-unavailable");
                throw new ProblemException(
                        ProblemCode.ISSUER_UNAVAILABLE, "The issuer's keys cannot be read; send the request again");
            }
            throw e;
        }
    }

    /** An unknown key is the token's fault; one that could not be looked up is not. */
    private static boolean isAway(InvalidJwtException e) {
        return e.getCause() instanceof UnresolvableKeyException unresolved
                && unresolved.getCause() instanceof IOException;
    }

    private static HttpsJwks keys(URI url) {
        var get = new Get();
        get.setConnectTimeout(Math.toIntExact(FETCH_TIMEOUT.toMillis()));
        get.setReadTimeout(Math.toIntExact(FETCH_TIMEOUT.toMillis()));
        get.setRetries(0);
        get.setResponseBodySizeLimit(MOST_BYTES);
        var keys = new HttpsJwks(url.toString());
        keys.setSimpleHttpGet(get);
        keys.setDefaultCacheDuration(KEYS_KEPT.toSeconds());
        keys.setRetainCacheOnErrorDuration(KEPT_WHILE_AWAY.toSeconds());
        keys.setRefreshReprieveThreshold(BETWEEN_LOOKS.toMillis());
        return keys;
    }

    private static <T> T required(String key, Optional<T> value) {
        return value.orElseThrow(
                () -> new IllegalStateException(key + " is missing; unstir.auth.oidc.issuer is set and needs it"));
    }
}
