package io.unstir.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LinkTest {
    private ServerSocket server;
    private Link link;
    private Socket near;
    private Socket far;

    @BeforeEach
    void connect() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        link = new Link("a link", server.getLocalPort());
        near = new Socket(InetAddress.getLoopbackAddress(), link.port());
        far = server.accept();
        far.setSoTimeout(5000);
    }

    @AfterEach
    void close() throws IOException {
        near.close();
        far.close();
        link.close();
        server.close();
    }

    @Test
    void aCutThatNobodyMetIsNotCounted() {
        link.cut();
        link.heal();

        assertThat(link.heldUp()).isZero();
    }

    @Test
    void whatIsSentWhileItIsCutArrivesWhenItHeals() throws IOException {
        link.cut();
        near.getOutputStream().write(7);
        Awaitility.await().until(() -> link.heldUp() > 0);
        far.setSoTimeout(200);
        assertThatThrownBy(() -> far.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

        link.heal();

        far.setSoTimeout(5000);
        assertThat(far.getInputStream().read()).isEqualTo(7);
    }

    @Test
    void aSlowLinkCountsWhatItDelayed() throws IOException {
        link.slow(Duration.ofMillis(20));

        near.getOutputStream().write(7);

        assertThat(far.getInputStream().read()).isEqualTo(7);
        assertThat(link.delayed()).isOne();
    }

    @Test
    void aResetTellsHowManyEndsItCutOff() throws IOException {
        assertThat(link.reset()).isEqualTo(2);

        assertThat(link.reset()).isLessThanOrEqualTo(2);
        assertThatThrownBy(() -> far.getInputStream().read()).hasMessageContaining("reset");
    }
}
