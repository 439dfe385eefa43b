package io.unstir.gateway.auth;

import io.unstir.gateway.config.GatewayConfig;
import io.unstir.gateway.problem.FieldError;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The names a gateway without authentication is called by. Any web page can have its own name point to this machine, and the
 * browser on it then takes the gateway for that page's server; but it says which name it went by, and whose page it is.
 */
@ApplicationScoped
class OwnHosts {
    private static final String ORIGIN = "Origin";
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|.+\\.localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[::1]");
    private static final Pattern PORT = Pattern.compile(":\\d*$");

    private final boolean on;
    private final Set<String> names = new HashSet<>();

    @Inject
    OwnHosts(
            Authentication authentication,
            GatewayConfig config,
            @ConfigProperty(name = "quarkus.http.host") String host) {
        this(
                authentication.isOff(),
                Stream.concat(
                                Stream.of(host),
                                Stream.concat(
                                        config.gateway().publicUrl().map(URI::getHost).stream(),
                                        config.gateway().allowedHosts().orElse(List.of()).stream()))
                        .toList());
    }

    OwnHosts(boolean on, List<String> names) {
        this.on = on;
        names.forEach(name -> this.names.add(name.toLowerCase(Locale.ROOT)));
    }

    /** Ends a request that came by another name or from the page of another with 421. */
    void require(HttpServerRequest request) {
        if (on) {
            String host = request.getHeader(HttpHeaders.HOST);
            // HTTP/2 has another place for it.
            boolean elsewhere = host == null && request.authority() != null;
            require(HttpHeaders.HOST, elsewhere ? request.authority().toString() : host);
            require(ORIGIN, request.getHeader(ORIGIN));
        }
    }

    /** @param header as it came; what is absent no browser sent */
    void require(String field, String header) {
        if (header != null && host(field, header).filter(this::isOwn).isEmpty()) {
            String limit = "localhost, 127.0.0.1, [::1] or a name in unstir.gateway.allowed-hosts";
            throw new ProblemException(
                    ProblemCode.HOST_NOT_ALLOWED,
                    new FieldError(
                            field,
                            header,
                            limit,
                            "While authentication is off, the host in %s must be %s".formatted(field, limit)));
        }
    }

    private boolean isOwn(String host) {
        return LOOPBACK.matcher(host).matches() || names.contains(host);
    }

    /** Without port and scheme. */
    private static Optional<String> host(String field, String header) {
        String authority = header;
        if (field.equals(ORIGIN)) {
            int scheme = header.indexOf("://");
            if (scheme < 0) {
                return Optional.empty();
            }
            authority = header.substring(scheme + 3);
        }
        return Optional.of(PORT.matcher(authority).replaceFirst("").toLowerCase(Locale.ROOT));
    }
}
