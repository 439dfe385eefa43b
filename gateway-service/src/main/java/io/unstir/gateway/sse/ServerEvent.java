package io.unstir.gateway.sse;

import jakarta.ws.rs.sse.OutboundSseEvent;
import java.util.Optional;

/**
 * One event of a stream.
 *
 * @param id what a client that comes again names as the last it had
 * @param data JSON on one line
 * @param slot of the events of one slot that a client has not taken yet, only the newest is kept
 */
public record ServerEvent(String name, Optional<String> id, String data, Optional<String> slot) {
    public static ServerEvent of(String name, Optional<String> id, String data) {
        return new ServerEvent(name, id, data, Optional.empty());
    }

    public ServerEvent inSlot(String kept) {
        return new ServerEvent(name, id, data, Optional.of(kept));
    }

    /** What it takes of memory, about: JSON is Latin-1 as a rule. */
    int size() {
        return data.length();
    }

    OutboundSseEvent write(OutboundSseEvent.Builder event) {
        id.ifPresent(event::id);
        return event.name(name).data(String.class, data).build();
    }
}
