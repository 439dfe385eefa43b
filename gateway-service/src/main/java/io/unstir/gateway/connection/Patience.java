package io.unstir.gateway.connection;

import io.unstir.gateway.config.GatewayConfig;
import java.time.Duration;

/**
 * How slow a client may be.
 *
 * @param head until a request's head is there, from its first byte on; a connection's first request from the connection on
 * @param body until a body is there, and a second more for each {@code bodyBytesPerSecond} of it that came
 * @param answer while a client takes nothing of what it is sent
 * @param idle between two requests
 */
record Patience(Duration head, Duration body, int bodyBytesPerSecond, Duration answer, Duration idle) {
    static Patience of(GatewayConfig.Connections config) {
        return new Patience(config.head(), config.body(), config.bodyBytesPerSecond(), config.answer(), config.idle());
    }

    Duration bodyWith(long bytes) {
        return body.plusSeconds(bytes / bodyBytesPerSecond);
    }
}
