package io.unstir.gateway.keys;

import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** The keys as last read from the topic; empty until it was read to its end once. */
@Singleton
class KeyRegistry {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile Optional<StoredKeys> current = Optional.empty();

    void replace(StoredKeys keys) {
        if (current.isPresent() && current.get() == keys) {
            return;
        }
        lock.lock();
        try {
            current = Optional.of(keys);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isRead() {
        return current.isPresent();
    }

    StoredKeys keys() {
        return current.orElseThrow(() -> new ProblemException(
                ProblemCode.REGISTRY_UNAVAILABLE, "The keys are not known yet; send the request again"));
    }

    /** Waits until the topic was read so far; returns whether it was in time. */
    boolean await(Predicate<StoredKeys> state, Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (left > 0 && current.filter(state).isEmpty()) {
                left = changed.awaitNanos(left);
            }
            return current.filter(state).isPresent();
        } finally {
            lock.unlock();
        }
    }
}
