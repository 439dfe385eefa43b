package io.unstir.gateway.auth;

import io.quarkus.arc.All;
import io.quarkus.runtime.StartupEvent;
import io.unstir.gateway.config.GatewayConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Tells who a request comes from: by its bearer credentials, or anybody while no kind of them is switched on. */
@ApplicationScoped
class Authentication {
    private static final String SCHEME = "Bearer ";

    private final List<Credentials> credentials;
    private final Caller anybody;
    private final String host;
    private final long mostDiscarded;

    Authentication(
            @All List<Credentials> all, GatewayConfig config, @ConfigProperty(name = "quarkus.http.host") String host) {
        this.credentials = all.stream().filter(Credentials::isOn).toList();
        this.anybody = Caller.unrestricted(config.gateway().tenant());
        this.host = host;
        this.mostDiscarded = config.gateway().maxUploadBytes();
    }

    /** Without authentication whoever reaches the gateway may do everything, so only this machine may reach it. */
    void refuseToBeOpenToOthers(@Observes StartupEvent event) {
        if (credentials.isEmpty() && !isLoopback(host)) {
            throw new IllegalStateException(
                    ("quarkus.http.host is %s, which others can reach, and authentication is off. Set unstir.auth.keys=true "
                                    + "or unstir.auth.oidc.issuer, or bind the gateway to 127.0.0.1")
                            .formatted(host));
        }
    }

    /** @param authorization the header, or null where there is none */
    Caller caller(String authorization) {
        if (credentials.isEmpty()) {
            return anybody;
        }
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw Unauthorized.because("Send a key or token as \"Authorization: Bearer …\"");
        }
        String bearer = authorization.substring(SCHEME.length()).strip();
        return credentials.stream()
                .filter(kind -> kind.knows(bearer))
                .findFirst()
                .orElseThrow(() -> Unauthorized.because("What was sent is no key or token that is taken here"))
                .caller(bearer);
    }

    /** Whether anybody who reaches the gateway may do everything. */
    boolean isOff() {
        return credentials.isEmpty();
    }

    /** What is taken of a refused body: all that is sent honestly, so that its sender learns why. */
    long mostDiscarded() {
        return mostDiscarded;
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
