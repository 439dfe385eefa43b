package io.unstir.storage.openlineage;

/** OpenLineage's transitions of a run: it starts, and ends in one of three ways. */
enum EventType {
    START,
    COMPLETE,
    FAIL,
    ABORT
}
