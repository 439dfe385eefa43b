package io.unstir.gateway.sse;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.unstir.gateway.auth.Caller;
import io.unstir.gateway.config.GatewayConfig;
import io.unstir.gateway.connection.ConnectionGuard;
import io.unstir.gateway.connection.Fault;
import io.unstir.gateway.problem.FieldError;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.sse.Sse;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** The streams clients have open: their heartbeats, and an eye on those that do not read. */
@Startup
@Singleton
public class OpenStreams {
    private static final Logger LOG = Logger.getLogger(OpenStreams.class);
    private static final long LOOK_EVERY_MILLIS = 500;

    private final GatewayConfig.Events config;
    private final int mostOfOwner;
    private final Backlog backlog;
    /** By whom each was opened. */
    private final Map<EventStream, String> streams = new ConcurrentHashMap<>();

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("streams").daemon().factory());

    OpenStreams(GatewayConfig config, MeterRegistry meters) {
        this.config = config.gateway().events();
        this.backlog = new Backlog(this.config.waitingBytes());
        this.mostOfOwner = config.limits().streamsPerKey();
        Gauge.builder("unstir.sse.clients", streams, Map::size)
                .description("Streams of events that clients have open")
                .register(meters);
        clock.scheduleWithFixedDelay(this::look, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** A stream that begins to flow when the resource returns it to its client. */
    public EventStream open(Caller caller, Sse sse, HttpServerRequest request) {
        requireRoom(caller.owner());
        var response = request.response();
        response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        // nginx would collect events before it passes them on.
        response.putHeader("X-Accel-Buffering", "no");
        var stream = new EventStream(sse, backlog, ConnectionGuard.cutOff(request));
        streams.put(stream, caller.owner());
        return stream;
    }

    /** Two that come at once may both get the last place. */
    private void requireRoom(String owner) {
        long there = streams.entrySet().stream()
                .filter(stream ->
                        stream.getValue().equals(owner) && !stream.getKey().isClosed())
                .count();
        if (there >= mostOfOwner) {
            String limit = "%d open streams of one key at a gateway".formatted(mostOfOwner);
            throw new ProblemException(
                    ProblemCode.TOO_MANY_REQUESTS,
                    new FieldError("streams", Long.toString(there + 1), limit, "There may be " + limit));
        }
    }

    void stop(@Observes ShutdownEvent event) {
        clock.shutdownNow();
        streams.keySet().forEach(EventStream::drop);
    }

    private void look() {
        streams.keySet().removeIf(stream -> !beat(stream));
    }

    private boolean beat(EventStream stream) {
        try {
            if (stream.isClosed()) {
                return false;
            }
            boolean takes = stream.beat(config.heartbeat(), config.patience());
            if (!takes) {
                Fault.EVENTS.count();
            }
            return takes;
        } catch (RuntimeException e) {
            LOG.warnf("stream let go cause=%s", e);
            stream.drop();
            return false;
        }
    }
}
