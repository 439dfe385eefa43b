package io.unstir.gateway.sse;

import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.concurrent.Flow;

/**
 * The events on their way to one client. The client's demand is one event at a time, as it takes them from its socket; what
 * it has not taken waits here, newest of each slot only, and of those as many as all streams have room for. A client that takes
 * nothing for long is let go.
 */
public final class EventStream implements Flow.Publisher<OutboundSseEvent>, Flow.Subscription {
    /** More than a client that reads ever has waiting, a long replay included. */
    private static final int MOST_WAITING = 2_000;

    private final Sse sse;
    private final Backlog backlog;
    private final Runnable cutOff;
    private final Object lock = new Object();
    /** By slot, or by an object of its own; in the order they are sent. */
    private final LinkedHashMap<Object, ServerEvent> waiting = new LinkedHashMap<>();

    private Runnable onClose = () -> {};
    private Flow.Subscriber<? super OutboundSseEvent> client;
    private long demand;
    private boolean sending;
    private boolean ending;
    private boolean closed;
    private long movedAt = System.nanoTime();

    /** @param cutOff takes the connection away */
    EventStream(Sse sse, Backlog backlog, Runnable cutOff) {
        this.sse = sse;
        this.backlog = backlog;
        this.cutOff = cutOff;
    }

    /** Never waits. */
    public void send(ServerEvent event) {
        boolean overrun;
        synchronized (lock) {
            if (closed || ending) {
                return;
            }
            // What a client finds as it comes is sent whole.
            var slot = event.slot().filter(_ -> client != null);
            slot.map(waiting::remove).ifPresent(backlog::release);
            if (!isKept(event, slot.isPresent())) {
                return;
            }
            waiting.put(slot.<Object>map(name -> name).orElseGet(Object::new), event);
            overrun = waiting.size() > MOST_WAITING;
        }
        if (overrun) {
            drop();
        } else {
            drain();
        }
    }

    /** What goes at once needs no room, and what a newer one will not make up for has to be kept. */
    private boolean isKept(ServerEvent event, boolean replaceable) {
        boolean goesAtOnce = demand > 0 && waiting.isEmpty();
        if (replaceable && !goesAtOnce) {
            return backlog.keepIfThereIsRoom(event);
        }
        backlog.keep(event);
        return true;
    }

    /** Ends the stream when the client has taken what waits. */
    public void end() {
        synchronized (lock) {
            ending = true;
        }
        drain();
    }

    /** Whether it ended with nothing to send. */
    public boolean isOver() {
        synchronized (lock) {
            return ending && waiting.isEmpty();
        }
    }

    boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }

    /** Runs once, when the stream has ended or the client has left; at once where it has already. */
    public void onClose(Runnable action) {
        synchronized (lock) {
            if (!closed) {
                onClose = action;
                return;
            }
        }
        action.run();
    }

    /** Lets the client go; it may come again. */
    public void drop() {
        if (close()) {
            cutOff.run();
        }
    }

    @Override
    public void subscribe(Flow.Subscriber<? super OutboundSseEvent> subscriber) {
        synchronized (lock) {
            client = subscriber;
            movedAt = System.nanoTime();
        }
        subscriber.onSubscribe(this);
        drain();
    }

    @Override
    public void request(long more) {
        synchronized (lock) {
            demand = demand + more < 0 ? Long.MAX_VALUE : demand + more;
            movedAt = System.nanoTime();
        }
        drain();
    }

    /** The client has left. */
    @Override
    public void cancel() {
        close();
    }

    /** @return whether the stream goes on */
    boolean beat(Duration heartbeat, Duration patience) {
        boolean stuck;
        boolean quiet;
        synchronized (lock) {
            if (closed) {
                return false;
            }
            long still = System.nanoTime() - movedAt;
            // Before the client has it, it is the gateway that takes its time.
            stuck = client != null && demand == 0 && still > patience.toNanos();
            quiet = demand > 0 && !sending && still > heartbeat.toNanos();
            if (quiet) {
                demand--;
                sending = true;
                movedAt = System.nanoTime();
            }
        }
        if (stuck) {
            drop();
        } else if (quiet) {
            client.onNext(sse.newEventBuilder().comment("").build());
            synchronized (lock) {
                sending = false;
            }
            drain();
        }
        return !stuck;
    }

    private void drain() {
        synchronized (lock) {
            if (sending || client == null) {
                return;
            }
            sending = true;
        }
        boolean goOn = true;
        while (goOn) {
            goOn = sendNext();
        }
    }

    /** One sender at a time: whoever finds one sending leaves its event to it. */
    private boolean sendNext() {
        ServerEvent next;
        synchronized (lock) {
            boolean mayEnd = waiting.isEmpty() && ending;
            if (closed || (!mayEnd && (waiting.isEmpty() || demand == 0))) {
                sending = false;
                return false;
            }
            next = mayEnd ? null : waiting.pollFirstEntry().getValue();
            if (next != null) {
                backlog.release(next);
                demand--;
                movedAt = System.nanoTime();
            }
        }
        if (next == null) {
            if (close()) {
                client.onComplete();
            }
            return false;
        }
        client.onNext(next.write(sse.newEventBuilder()));
        return true;
    }

    private boolean close() {
        Runnable action;
        synchronized (lock) {
            if (closed) {
                return false;
            }
            closed = true;
            waiting.values().forEach(backlog::release);
            waiting.clear();
            action = onClose;
        }
        action.run();
        return true;
    }
}
