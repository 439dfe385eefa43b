package io.unstir.gateway.delivery;

/** What can be said of a delivery now. */
sealed interface Message {
    /** @param body a JSON document */
    record Ready(byte[] body) implements Message {}

    /** Storage has not read the event, or does not answer. */
    record NotYet() implements Message {}

    /** The job went another way before: its first end is for good. */
    record Untrue() implements Message {}
}
