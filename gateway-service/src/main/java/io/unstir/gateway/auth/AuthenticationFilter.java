package io.unstir.gateway.auth;

import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ResourceInfo;
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
    public void authenticate(ResourceInfo route) {
        var method = route.getResourceMethod();
        if (method.isAnnotationPresent(Open.class)) {
            return;
        }
        var needs = method.getAnnotation(Needs.class);
        if (needs == null) {
            throw new ProblemException(ProblemCode.FORBIDDEN, "This route names no scope and is closed");
        }
        var caller = authentication.caller();
        if (!caller.may(needs.value())) {
            throw new ProblemException(
                    ProblemCode.FORBIDDEN,
                    "The key lacks the scope " + needs.value().text());
        }
        current.set(caller);
    }
}
