package io.unstir.storage.openlineage;

import java.time.Instant;
import java.util.UUID;

/** A run event as it leaves: its bytes, and what they are called by. */
record Message(long sequence, UUID run, EventType type, Instant at, byte[] json) {
    /** The same whenever the event is sent again. */
    String id() {
        return run + "/" + type;
    }
}
