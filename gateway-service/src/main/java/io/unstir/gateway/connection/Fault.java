package io.unstir.gateway.connection;

import io.micrometer.core.instrument.Metrics;
import java.util.Locale;

/** What a connection is cut for. */
public enum Fault {
    /** There are too many. */
    ROOM,
    HEAD,
    BODY,
    ANSWER,
    /** A stream's. */
    EVENTS,
    IDLE;

    public void count() {
        Metrics.counter("unstir.connections.cut", "cause", name().toLowerCase(Locale.ROOT))
                .increment();
    }
}
