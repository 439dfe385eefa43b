package io.unstir.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.unstir.gateway.config.WebhookConfig;
import io.unstir.gateway.network.AddressPolicy;
import io.unstir.gateway.network.Network;
import io.unstir.gateway.network.PublicHosts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A name that means one address now and another one a moment later; one of them may be reached. */
class SenderTest {
    private static final InetAddress ALLOWED = InetAddress.ofLiteral("127.0.0.2");
    private static final InetAddress INSIDE = InetAddress.ofLiteral("127.0.0.1");

    private final AtomicInteger allowedPosts = new AtomicInteger();
    private final AtomicInteger insidePosts = new AtomicInteger();
    private final AtomicInteger lookups = new AtomicInteger();
    private HttpServer inside;
    private HttpServer allowed;

    @BeforeEach
    void start() throws IOException {
        inside = serve(INSIDE, 0, insidePosts);
        allowed = serve(ALLOWED, inside.getAddress().getPort(), allowedPosts);
    }

    @AfterEach
    void stop() {
        inside.stop(0);
        allowed.stop(0);
    }

    @Test
    void aNameThatIsReboundBetweenTwoAttemptsLeadsNowhere() throws Exception {
        // Given
        var sender = sender(_ -> lookups.getAndIncrement() == 0 ? ALLOWED : INSIDE);
        try {
            // When
            var first = post(sender);
            var second = post(sender);

            // Then
            assertThat(first).isEqualTo(new Sender.Answer.Status(503, Optional.of(Duration.ofSeconds(7))));
            assertThat(second).isEqualTo(new Sender.Answer.None("address-not-allowed"));
            assertThat(allowedPosts).hasValue(1);
            assertThat(insidePosts).hasValue(0);
        } finally {
            sender.close();
        }
    }

    @Test
    void anAttemptLooksTheNameUpOnce() throws Exception {
        // Given
        var sender = sender(_ -> lookups.getAndIncrement() == 0 ? ALLOWED : INSIDE);
        try {
            // When
            post(sender);

            // Then
            assertThat(lookups).hasValue(1);
        } finally {
            sender.close();
        }
    }

    private Sender.Answer post(Sender sender) {
        var url = URI.create(
                "http://rebound.example:%d/hook".formatted(inside.getAddress().getPort()));
        return sender.post(url, Map.of(), new byte[] {'{', '}'});
    }

    private record Plain(
            Optional<List<String>> masterSecrets,
            Optional<List<String>> allowedNetworks,
            boolean allowHttp,
            List<Duration> schedule,
            Duration timeout,
            int perReceiver,
            int perTenant,
            int inFlight)
            implements WebhookConfig {
        Plain() {
            this(Optional.empty(), Optional.empty(), true, List.of(Duration.ZERO), Duration.ofSeconds(10), 1, 1, 1);
        }
    }

    private interface Names {
        InetAddress address(String host);
    }

    private static Sender sender(Names names) {
        var policy = new AddressPolicy(List.of(Network.parse("127.0.0.2/32")));
        return new Sender(new Plain(), new PublicHosts(policy, host -> new InetAddress[] {names.address(host)}));
    }

    /** Closes each connection: one that is kept leads to the address it was made to, whatever the name means since. */
    private static HttpServer serve(InetAddress address, int port, AtomicInteger posts) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(address, port), 0);
        server.createContext("/", exchange -> {
            posts.incrementAndGet();
            exchange.getResponseHeaders().set("Connection", "close");
            exchange.getResponseHeaders().set("Retry-After", "7");
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
        });
        server.start();
        return server;
    }
}
