package io.unstir.storage.blob;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/**
 * One at a time of those that may be the same blob, so that of two who bring it one made it; the others go on beside it, and their syncs
 * share the disk's.
 */
final class BlobLocks {
    private static final int STRIPES = 256;

    private final ReentrantLock[] stripes =
            IntStream.range(0, STRIPES).mapToObj(i -> new ReentrantLock()).toArray(ReentrantLock[]::new);

    interface Action<T> {
        T run() throws IOException;
    }

    <T> T locked(Sha256 digest, Action<T> action) throws IOException {
        var stripe = stripes[Math.floorMod(digest.hashCode(), STRIPES)];
        stripe.lock();
        try {
            return action.run();
        } finally {
            stripe.unlock();
        }
    }
}
