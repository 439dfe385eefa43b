package io.unstir.storage.topic;

/** A record that means nothing to this service; its message says why and is stored with the record. */
final class UnreadableRecord extends Exception {
    private static final long serialVersionUID = 1;

    UnreadableRecord(String reason) {
        super(reason);
    }
}
