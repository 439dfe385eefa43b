package io.unstir.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.unstir.local.LocalFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PortsTest {
    @Test
    void takenPortIsToldWithItsHolderAndWhoWantsIt() throws IOException {
        try (var holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var wanted = Map.of(holder.getLocalPort(), "the broker (Kafka)");

            assertThatThrownBy(() -> Ports.requireFree(wanted))
                    .isInstanceOf(LocalFailure.class)
                    .hasMessageContaining("port " + holder.getLocalPort())
                    .hasMessageContaining("the broker (Kafka)")
                    .hasMessageContaining("process " + ProcessHandle.current().pid())
                    .hasMessageContaining("--port-base");
        }
    }

    @Test
    void portThatWasJustClosedIsFree() throws IOException {
        int port;
        try (var holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = holder.getLocalPort();
        }

        assertThatCode(() -> Ports.requireFree(Map.of(port, "anyone"))).doesNotThrowAnyException();
    }

    @Test
    void unheldPortHasNoHolder() throws IOException {
        int port;
        try (var holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = holder.getLocalPort();
        }

        assertThat(PortHolder.of(port)).isEmpty();
    }
}
