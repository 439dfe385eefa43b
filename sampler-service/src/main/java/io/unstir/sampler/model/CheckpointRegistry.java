package io.unstir.sampler.model;

import io.unstir.proto.v1.CheckpointEvent;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Which checkpoints there are, as far as the topic was read. Written by one reader, asked by many. */
public final class CheckpointRegistry {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** Also the retired ones: jobs queued before go on. */
    private final Set<String> known = new HashSet<>();
    /** Digest by {@code model@version}, without the retired ones, the newest last. */
    private final Map<String, String> current = new LinkedHashMap<>();

    private boolean complete;

    /** Takes the next record of the topic. */
    void apply(String name, CheckpointEvent event) {
        lock.lock();
        try {
            switch (event.getEventCase()) {
                case PUBLISHED -> {
                    current.remove(name);
                    current.put(name, event.getPublished().getDigest());
                    known.add(event.getPublished().getDigest());
                }
                case RETIRED -> {
                    current.remove(name);
                    // Compaction may have taken the publication; earlier releases did not say the digest.
                    if (!event.getRetired().getDigest().isEmpty()) {
                        known.add(event.getRetired().getDigest());
                    }
                }
                case EVENT_NOT_SET -> {}
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The reader has seen all there was when it started. */
    void markComplete() {
        lock.lock();
        try {
            complete = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the topic was read to the end it had at start. */
    public boolean complete() {
        lock.lock();
        try {
            return complete;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the topic was read to the end it had at start. */
    public void awaitComplete() throws InterruptedException {
        lock.lock();
        try {
            while (!complete) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the checkpoint is known. @return false when it was not within {@code patience} */
    public boolean await(String digest, Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (!known.contains(digest) && left > 0) {
                left = changed.awaitNanos(left);
            }
            return known.contains(digest);
        } finally {
            lock.unlock();
        }
    }

    /** Waits, once the topic was read, for a newest checkpoint other than {@code seen}. */
    String awaitNewerThan(Optional<String> seen) throws InterruptedException {
        lock.lock();
        try {
            while (!complete || newest().isEmpty() || newest().equals(seen)) {
                changed.await();
            }
            return newest().orElseThrow();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the digest is that of the newest checkpoint. */
    boolean isNewest(String digest) {
        lock.lock();
        try {
            return newest().filter(digest::equals).isPresent();
        } finally {
            lock.unlock();
        }
    }

    /** How many checkpoints can be asked for. */
    public int size() {
        lock.lock();
        try {
            return current.size();
        } finally {
            lock.unlock();
        }
    }

    private Optional<String> newest() {
        return current.values().stream().reduce((older, newer) -> newer);
    }
}
