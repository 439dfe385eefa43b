package io.unstir.gateway.auth;

import io.unstir.gateway.config.GatewayConfig;
import jakarta.enterprise.context.ApplicationScoped;

/** Who a request comes from. */
@ApplicationScoped
class Authentication {
    private final Caller anybody;

    Authentication(GatewayConfig config) {
        this.anybody = Caller.unrestricted(config.gateway().tenant());
    }

    Caller caller() {
        return anybody;
    }
}
