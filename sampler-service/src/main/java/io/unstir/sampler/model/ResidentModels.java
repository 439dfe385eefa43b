package io.unstir.sampler.model;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The models in memory: at most {@code capacity}, the one used longest ago leaves first, none leaves while it is leased. */
public final class ResidentModels implements AutoCloseable {
    private final int capacity;
    private final ModelLoader loader;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** By digest, the one used longest ago first. */
    private final LinkedHashMap<String, Seat> seats = new LinkedHashMap<>(4, 0.75f, true);

    /** A place in memory: empty while its model loads. */
    private static final class Seat {
        private Optional<Model> model = Optional.empty();
        private int leases;
    }

    ResidentModels(int capacity, ModelLoader loader) {
        if (capacity < 1) {
            throw new IllegalArgumentException("resident-models must be at least 1 (got " + capacity + ")");
        }
        this.capacity = capacity;
        this.loader = loader;
    }

    /** Waits for a place and loads the model where it isn't there yet. */
    public Lease lease(String digest) throws IOException, InterruptedException {
        if (!reserve(digest)) {
            load(digest);
        }
        return take(digest);
    }

    /** Loads a model that nobody asked for yet, if it finds a place. */
    void preload(String digest) throws IOException, InterruptedException {
        boolean place;
        lock.lock();
        try {
            place = !seats.containsKey(digest) && makeRoom();
            if (place) {
                var seat = new Seat();
                seat.leases++;
                seats.put(digest, seat);
            }
        } finally {
            lock.unlock();
        }
        if (place) {
            load(digest);
            take(digest).close();
        }
    }

    /** The caller has stopped what used models. */
    @Override
    public void close() {
        lock.lock();
        try {
            seats.values().forEach(seat -> seat.model.ifPresent(Model::close));
            seats.clear();
        } finally {
            lock.unlock();
        }
    }

    /** Takes a lease on a seat. @return whether its model is there; where not, the caller must load it */
    private boolean reserve(String digest) throws InterruptedException {
        lock.lock();
        try {
            while (true) {
                Seat seat = seats.get(digest);
                if (seat != null && seat.model.isPresent()) {
                    seat.leases++;
                    return true;
                }
                if (seat == null && makeRoom()) {
                    var fresh = new Seat();
                    fresh.leases++;
                    seats.put(digest, fresh);
                    return false;
                }
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private void load(String digest) throws IOException, InterruptedException {
        Optional<Model> loaded = Optional.empty();
        try {
            loaded = Optional.of(loader.load(digest));
        } finally {
            lock.lock();
            try {
                if (loaded.isPresent()) {
                    seats.get(digest).model = loaded;
                } else {
                    seats.remove(digest);
                }
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private Lease take(String digest) {
        lock.lock();
        try {
            Seat seat = seats.get(digest);
            return new Lease(seat.model.orElseThrow(), () -> release(seat));
        } finally {
            lock.unlock();
        }
    }

    private void release(Seat seat) {
        lock.lock();
        try {
            seat.leases--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean makeRoom() {
        if (seats.size() < capacity) {
            return true;
        }
        var idle = seats.entrySet().stream()
                .filter(entry -> entry.getValue().leases == 0)
                .map(Map.Entry::getKey)
                .findFirst();
        idle.ifPresent(digest -> seats.remove(digest).model.ifPresent(Model::close));
        return idle.isPresent();
    }
}
