package io.unstir.gateway.delivery;

import io.unstir.gateway.config.GatewayConfig;
import io.unstir.gateway.config.WebhookConfig;
import io.unstir.gateway.network.AddressNotAllowed;
import io.unstir.gateway.network.PublicHosts;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Posts to receivers nobody here trusts: only to addresses that may be reached, never along a redirect, for a bounded time, and
 * of what they answer only the status counts.
 */
@Singleton
class Sender {
    private static final TimeValue CONNECTION_LIFE = TimeValue.ofMinutes(1);
    /** An answer up to this size is read, so that its connection can be used again. */
    private static final int SMALL_ANSWER = 16_384;

    private final Duration timeout;
    private final CloseableHttpClient http;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("webhook-timeouts").daemon().factory());

    /** What came of a post. */
    sealed interface Answer {
        /** @param retryAfter where the receiver named a time */
        record Status(int code, Optional<Duration> retryAfter) implements Answer {}

        /** @param reason a word for logs and records */
        record None(String reason) implements Answer {}
    }

    @Inject
    Sender(GatewayConfig config, PublicHosts hosts) {
        this(config.webhooks(), hosts);
    }

    Sender(WebhookConfig config, PublicHosts hosts) {
        this.timeout = config.timeout();
        this.http = client(config, hosts);
    }

    Answer post(URI url, Map<String, String> headers, byte[] body) {
        var post = new HttpPost(url);
        headers.forEach(post::setHeader);
        post.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
        var late = new AtomicBoolean();
        var alarm = clock.schedule(
                () -> {
                    late.set(true);
                    post.cancel();
                },
                timeout.toMillis(),
                TimeUnit.MILLISECONDS);
        try (var response = http.executeOpen(null, post, null)) {
            var answer = new Answer.Status(response.getCode(), retryAfter(response));
            skim(response);
            return answer;
        } catch (IOException e) {
            return new Answer.None(late.get() ? "timeout" : reason(e));
        } finally {
            alarm.cancel(false);
        }
    }

    @PreDestroy
    void close() throws IOException {
        clock.shutdownNow();
        http.close();
    }

    private static void skim(ClassicHttpResponse response) {
        if (response.getEntity() == null) {
            return;
        }
        try {
            response.getEntity().getContent().readNBytes(SMALL_ANSWER);
        } catch (IOException e) {
            // The status has been said.
        }
    }

    /** In seconds; a date is not looked at. */
    private static Optional<Duration> retryAfter(ClassicHttpResponse response) {
        return Optional.ofNullable(response.getFirstHeader(HttpHeaders.RETRY_AFTER))
                .map(header -> header.getValue().strip())
                .filter(value -> value.matches("\\d{1,6}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)));
    }

    private static String reason(IOException e) {
        return switch (e) {
            case AddressNotAllowed _ -> "address-not-allowed";
            case UnknownHostException _ -> "unknown-host";
            case SSLException _ -> "tls";
            case InterruptedIOException _ -> "timeout";
            default -> "no-connection";
        };
    }

    private static CloseableHttpClient client(WebhookConfig config, PublicHosts hosts) {
        var patience = Timeout.of(config.timeout());
        var connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(hosts)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(patience)
                        .setSocketTimeout(patience)
                        .setTimeToLive(CONNECTION_LIFE)
                        .build())
                .setMaxConnPerRoute(config.perReceiver())
                .setMaxConnTotal(config.inFlight())
                .build();
        return HttpClients.custom()
                .setConnectionManager(connections)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(patience)
                        .setResponseTimeout(patience)
                        .setProtocolUpgradeEnabled(false)
                        .setRedirectsEnabled(false)
                        .build())
                .setUserAgent("Unstir-Webhooks/1")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .build();
    }
}
