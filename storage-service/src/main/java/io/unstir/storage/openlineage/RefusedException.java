package io.unstir.storage.openlineage;

import java.io.IOException;

/** The other side will never take this event as it is. */
final class RefusedException extends IOException {
    RefusedException(String message) {
        super(message);
    }
}
