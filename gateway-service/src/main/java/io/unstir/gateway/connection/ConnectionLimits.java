package io.unstir.gateway.connection;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.unstir.gateway.config.GatewayConfig;
import java.time.Duration;

/**
 * How many clients there may be, and how slow each.
 *
 * @param most connections
 * @param sendBufferBytes of an answer, what the kernel keeps for a client that does not take it
 * @param head until a request's head is there, from its first byte on; a connection's first request from the connection on
 * @param body until a body is there, and a second more for each {@code bodyBytesPerSecond} of it that came
 * @param answer while a client takes nothing of what it is sent
 * @param idle between two requests
 */
record ConnectionLimits(
        int most,
        int sendBufferBytes,
        Duration head,
        Duration body,
        int bodyBytesPerSecond,
        Duration answer,
        Duration idle) {
    /** Less, and the kernel takes it for this. */
    private static final int SMALLEST_BUFFER = 4096;

    /** @throws ConfigurationException names the setting */
    ConnectionLimits {
        require("most", most, 1);
        require("send-buffer-bytes", sendBufferBytes, SMALLEST_BUFFER);
        require("body-bytes-per-second", bodyBytesPerSecond, 1);
        require("head", head);
        require("body", body);
        require("answer", answer);
        require("idle", idle);
    }

    static ConnectionLimits of(GatewayConfig.Connections config) {
        return new ConnectionLimits(
                config.most(),
                config.sendBufferBytes(),
                config.head(),
                config.body(),
                config.bodyBytesPerSecond(),
                config.answer(),
                config.idle());
    }

    Duration bodyWith(long bytes) {
        return body.plusSeconds(bytes / bodyBytesPerSecond);
    }

    private static void require(String setting, int value, int least) {
        if (value < least) {
            throw new ConfigurationException(
                    "unstir.gateway.connections.%s must be at least %d (got %d)".formatted(setting, least, value));
        }
    }

    private static void require(String setting, Duration value) {
        // The guard looks once a second.
        if (value.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new ConfigurationException(
                    "unstir.gateway.connections.%s must be at least 1s (got %s)".formatted(setting, value));
        }
    }
}
