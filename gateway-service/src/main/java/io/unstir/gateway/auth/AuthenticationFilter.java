package io.unstir.gateway.auth;

import io.unstir.gateway.body.RefusedBody;
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
    private final CurrentCaller current;

    AuthenticationFilter(Authentication authentication, CurrentCaller current) {
        this.authentication = authentication;
        this.current = current;
    }

    @ServerRequestFilter
    public void authenticate(ResourceInfo route, HttpHeaders headers, HttpServerRequest request) {
        try {
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
            throw new ProblemException(ProblemCode.FORBIDDEN, "This route names no scope and is closed");
        }
        var caller = authentication.caller(headers.getHeaderString(HttpHeaders.AUTHORIZATION));
        if (!caller.may(needs.value())) {
            throw new ProblemException(
                    ProblemCode.FORBIDDEN,
                    "This needs the scope %s, which the key or token does not have"
                            .formatted(needs.value().text()));
        }
        current.set(caller);
    }
}
