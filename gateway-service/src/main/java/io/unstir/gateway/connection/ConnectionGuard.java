package io.unstir.gateway.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * An eye on one connection, on its event loop: cuts it when there are too many, or its client sends or takes too slowly. The server's own time-outs
 * begin anew with each byte, so that one byte a second keeps a connection for ever.
 */
public final class ConnectionGuard extends ChannelInboundHandlerAdapter {
    static final AttributeKey<ConnectionGuard> OF_CHANNEL = AttributeKey.valueOf(ConnectionGuard.class, "guard");

    private static final long LOOK_EVERY_MILLIS = 1_000;

    private final Channel channel;
    private final ConnectionLimits limits;
    private final Semaphore places;
    private final List<RequestInHand> requests = new ArrayList<>(1);
    private ChannelHandlerContext guarded;
    private Optional<Future<?>> looks = Optional.empty();
    private long lookedAt = System.nanoTime();
    private long cameSinceLook;

    /** Whether a request's head must come soon: its first byte has, or the connection is new. */
    private boolean headDue = true;
    /** In HTTP/2 bytes come without a request. */
    private boolean anyBytes;

    private long quietSince = lookedAt;

    private Object sending;
    private long sent;
    private long sentAt = lookedAt;

    /** @param places for connections at this gateway */
    ConnectionGuard(Channel channel, ConnectionLimits limits, Semaphore places) {
        this.channel = channel;
        this.places = places;
        this.limits = limits;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        guarded = context;
        if (!places.tryAcquire()) {
            cut(Fault.ROOM);
            return;
        }
        looks = Optional.of(channel.eventLoop()
                .scheduleWithFixedDelay(this::look, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS));
        context.fireChannelActive();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        looks.ifPresent(had -> {
            had.cancel(false);
            places.release();
        });
        requests.clear();
        context.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf bytes) {
            cameSinceLook += bytes.readableBytes();
        }
        if (requests.isEmpty() && !headDue && !anyBytes) {
            headDue = true;
            quietSince = System.nanoTime();
        }
        context.fireChannelRead(message);
    }

    /** @return what takes away from a client, on any thread, the answer to its request: the connection, or in HTTP/2, where others share it, the stream */
    public static Runnable cutOff(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            return request.response()::reset;
        }
        var guard = of(request);
        return () -> guard.onItsLoop(guard::close);
    }

    static ConnectionGuard of(HttpServerRequest request) {
        return ((ConnectionBase) request.connection())
                .channel()
                .attr(OF_CHANNEL)
                .get();
    }

    /** @return to be told when it is answered */
    RequestInHand begin(HttpServerRequest request) {
        var begun = new RequestInHand(request);
        requests.removeIf(RequestInHand::isOver);
        requests.add(begun);
        headDue = false;
        anyBytes = request.version() == HttpVersion.HTTP_2;
        return begun;
    }

    void answered(RequestInHand request) {
        request.answered();
        forgetEnded();
    }

    void onItsLoop(Runnable action) {
        channel.eventLoop().execute(action);
    }

    private void forgetEnded() {
        if (requests.removeIf(RequestInHand::isOver) && requests.isEmpty()) {
            quietSince = System.nanoTime();
        }
    }

    private void look() {
        long now = System.nanoTime();
        boolean reading = channel.config().isAutoRead();
        for (var request : requests) {
            request.look(now - lookedAt, cameSinceLook, reading);
        }
        lookedAt = now;
        cameSinceLook = 0;
        forgetEnded();
        fault(now).ifPresent(this::cut);
    }

    private Optional<Fault> fault(long now) {
        if (takesNothing(now)) {
            return Optional.of(Fault.ANSWER);
        }
        if (!requests.isEmpty()) {
            return requests.stream().anyMatch(request -> request.isSlow(limits))
                    ? Optional.of(Fault.BODY)
                    : Optional.empty();
        }
        var limit = headDue ? limits.head() : limits.idle();
        return now - quietSince > limit.toNanos() ? Optional.of(headDue ? Fault.HEAD : Fault.IDLE) : Optional.empty();
    }

    /** Whether what is to be sent is where it was for longer than there is patience for. */
    private boolean takesNothing(long now) {
        var waiting = channel.unsafe().outboundBuffer();
        var current = waiting == null ? null : waiting.current();
        long progress = current == null ? 0 : waiting.currentProgress();
        if (current == null || current != sending || progress != sent) {
            sending = current;
            sent = progress;
            sentAt = now;
        }
        return now - sentAt > limits.answer().toNanos();
    }

    private void cut(Fault fault) {
        fault.count();
        close();
    }

    private void close() {
        looks.ifPresent(had -> had.cancel(false));
        // From here and not from the pipeline's end: what stands between may wait for something before it closes.
        guarded.close();
    }
}
