package io.unstir.gateway.oidc;

import io.quarkus.runtime.StartupEvent;
import io.unstir.gateway.auth.Caller;
import io.unstir.gateway.auth.Credentials;
import io.unstir.gateway.auth.TenantName;
import io.unstir.gateway.auth.Unauthorized;
import io.unstir.gateway.config.AuthConfig;
import io.unstir.gateway.config.GatewayConfig;
import io.unstir.gateway.problem.FieldError;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.InvalidJwtException;

/** Signed tokens of an OpenID Connect provider as proof of who calls. */
@Singleton
class OidcCredentials implements Credentials {
    private final AuthConfig.Oidc config;
    private final Optional<TokenVerifier> verifier;

    OidcCredentials(GatewayConfig config) {
        this.config = config.auth().oidc();
        this.verifier = this.config.issuer().map(issuer -> TokenVerifier.of(issuer, this.config));
    }

    /** So that the first token waits for nothing, and a wrong address is told at once. */
    void readKeys(@Observes StartupEvent event) {
        verifier.ifPresent(on -> Thread.ofVirtual().name("jwks").start(on::readKeys));
    }

    @Override
    public boolean isOn() {
        return verifier.isPresent();
    }

    /** Three parts with dots between: a signed token. */
    @Override
    public boolean knows(String bearer) {
        return bearer.chars().filter(character -> character == '.').count() == 2;
    }

    @Override
    public Caller caller(String bearer) {
        return caller(claims(bearer));
    }

    private JwtClaims claims(String token) {
        try {
            return verifier.orElseThrow().verify(token);
        } catch (InvalidJwtException e) {
            // What the library says of it holds parts of the token.
            throw Unauthorized.because(e.hasExpired() ? "The token has expired" : "The token is not valid here");
        }
    }

    private Caller caller(JwtClaims claims) {
        var claim =
                Optional.ofNullable(claims.getClaimValue(config.tenantClaim())).map(Object::toString);
        String tenant = claim.filter(name -> TenantName.PATTERN.matcher(name).matches())
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.FORBIDDEN,
                        new FieldError(
                                config.tenantClaim(),
                                claim.orElse(null),
                                TenantName.LIMIT,
                                "The token's claim %s does not name a tenant: %s"
                                        .formatted(config.tenantClaim(), TenantName.LIMIT))));
        var scopes = ScopesClaim.read(
                claims.getClaimValue(config.scopesClaim()), config.scopePrefix().orElse(""));
        return new Caller(tenant, scopes, Optional.ofNullable(claims.getClaimValueAsString("sub")));
    }
}
