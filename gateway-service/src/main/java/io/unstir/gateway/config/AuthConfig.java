package io.unstir.gateway.config;

import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** How callers prove who they are: {@code unstir.auth.*}. With neither keys nor an issuer, everybody may do everything. */
public interface AuthConfig {
    /** Whether callers may come with API keys, and must where there is no issuer. */
    @WithDefault("false")
    boolean keys();

    /**
     * A key that may do everything in the tenant {@code unstir.gateway.tenant} and needs no topic: with it the first keys are
     * made. It is changed by starting the gateways with another one.
     */
    Optional<String> adminKey();

    /** Tokens of an OpenID Connect provider: {@code unstir.auth.oidc.*}. */
    Oidc oidc();

    /** Whose tokens are taken and what is read from them. */
    interface Oidc {
        /** The claim {@code iss} of a token; naming it switches tokens on. */
        Optional<String> issuer();

        /** What the claim {@code aud} must hold. */
        Optional<String> audience();

        /** Where the issuer's public keys are, as a JSON Web Key Set. */
        Optional<URI> jwksUrl();

        /** The claim that names the tenant. */
        @WithDefault("tenant")
        String tenantClaim();

        /** The claim that holds the scopes, as a list or as words with spaces between. */
        @WithDefault("scope")
        String scopesClaim();

        /** What stands before each scope's name in that claim, for example {@code unstir:}. */
        Optional<String> scopePrefix();

        /** How far the issuer's clock may be off. */
        @WithDefault("30s")
        Duration clockSkew();
    }
}
