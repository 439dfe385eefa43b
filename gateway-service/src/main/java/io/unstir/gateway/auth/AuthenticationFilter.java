package io.unstir.gateway.auth;

import static java.util.stream.Collectors.joining;

import io.unstir.gateway.body.RefusedBody;
import io.unstir.gateway.problem.FieldError;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Tells who the caller is before a resource runs, and refuses who lacks the route's scope. */
@Singleton
class AuthenticationFilter {
    private final Authentication authentication;
    private final OwnHosts hosts;
    private final CurrentCaller current;

    AuthenticationFilter(Authentication authentication, OwnHosts hosts, CurrentCaller current) {
        this.authentication = authentication;
        this.hosts = hosts;
        this.current = current;
    }

    @ServerRequestFilter
    public void authenticate(ResourceInfo route, HttpHeaders headers, HttpServerRequest request) {
        try {
            hosts.require(request);
            authenticate(route, headers);
        } catch (ProblemException refusal) {
            RefusedBody.discard(request, Vertx.currentContext(), authentication.mostDiscarded());
            throw refusal;
        }
    }

    private void authenticate(ResourceInfo route, HttpHeaders headers) {
        var method = route.getResourceMethod();
        if (method.isAnnotationPresent(Open.class)) {
            return;
        }
        var needs = method.getAnnotation(Needs.class);
        if (needs == null) {
            throw forbidden("", "no scope", "This route names no scope and is closed");
        }
        var caller = authentication.caller(headers.getHeaderString(HttpHeaders.AUTHORIZATION));
        if (!caller.may(needs.value())) {
            String wanted = needs.value().text();
            throw forbidden(
                    held(caller),
                    wanted,
                    "This needs the scope %s, which the key or token does not have".formatted(wanted));
        }
        current.set(caller);
    }

    private static String held(Caller caller) {
        return caller.scopes().stream().sorted().map(Scope::text).collect(joining(" "));
    }

    private static ProblemException forbidden(String scopes, String wanted, String message) {
        return new ProblemException(ProblemCode.FORBIDDEN, new FieldError("scope", scopes, wanted, message));
    }
}
