package io.unstir.gateway.connection;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.unstir.gateway.config.GatewayConfig;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Has the server's connections guarded, and tells each guard of the requests on its connection. */
@Singleton
class GuardedServer implements HttpServerOptionsCustomizer {
    /** Before everything else, what refuses requests included. */
    private static final int FIRST = 11_000;

    private final ConnectionLimits limits;

    GuardedServer(GatewayConfig config) {
        this.limits = ConnectionLimits.of(config.gateway().connections());
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        guard(options);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        guard(options);
    }

    private void guard(HttpServerOptions options) {
        // Netty looks for extensions only where it is told to, before its first server.
        System.setProperty("io.netty.bootstrap.extensions", "serviceload");
        options.setSendBufferSize(limits.sendBufferBytes());
    }

    void register(@Observes Filters filters) {
        filters.register(GuardedServer::pass, FIRST);
    }

    private static void pass(RoutingContext route) {
        var guard = ConnectionGuard.of(route.request());
        var request = guard.begin(route.request());
        route.addEndHandler(_ -> guard.onItsLoop(() -> guard.answered(request)));
        route.next();
    }
}
