package io.unstir.sampler.model;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The models in memory: together at most {@code budget} bytes, the one used longest ago leaves first, none leaves while it is leased. Whoever waits for
 * room holds none of it, and gets it in the order of asking, so that a large model is not kept waiting for ever by small ones.
 */
public final class ResidentModels implements AutoCloseable {
    private final long budget;
    private final ModelLoader loader;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** By digest, the one used longest ago first. */
    private final LinkedHashMap<String, Seat> seats = new LinkedHashMap<>(4, 0.75f, true);
    /** Those that wait for room, the first one first. */
    private final Deque<Seat> waiting = new ArrayDeque<>();

    private long used;

    /** A model's place: empty, and held by who loads it, until the model is there. */
    private static final class Seat {
        private Optional<Model> model = Optional.empty();
        private int leases = 1;
        private long bytes;

        private boolean idle() {
            return leases == 0;
        }
    }

    /** @param budget in bytes */
    ResidentModels(long budget, ModelLoader loader) {
        if (budget < 1) {
            throw new IllegalArgumentException("model-memory must be at least 1 byte (got " + budget + ")");
        }
        this.budget = budget;
        this.loader = loader;
    }

    /**
     * Waits for room and loads the model where it isn't there yet.
     *
     * @throws IOException when another try may do
     * @throws BundleException when the checkpoint can't be run, or not in this budget
     */
    public Lease lease(String digest) throws IOException, InterruptedException {
        Seat seat = sit(digest);
        if (seat.model.isEmpty()) {
            load(digest, seat, true);
        }
        return leaseOf(seat);
    }

    /** Loads a model that nobody asked for yet, if it finds room. */
    void preload(String digest) throws IOException, InterruptedException {
        var seat = new Seat();
        lock.lock();
        try {
            if (seats.putIfAbsent(digest, seat) != null) {
                return;
            }
        } finally {
            lock.unlock();
        }
        if (load(digest, seat, false)) {
            leaseOf(seat).close();
        }
    }

    /** What the models in memory take. */
    long used() {
        lock.lock();
        try {
            return used;
        } finally {
            lock.unlock();
        }
    }

    /** The caller has stopped what used models. */
    @Override
    public void close() {
        lock.lock();
        try {
            seats.values().forEach(seat -> seat.model.ifPresent(Model::close));
            seats.clear();
            used = 0;
        } finally {
            lock.unlock();
        }
    }

    /** Takes a lease on a seat with a model, or takes a new seat, whose model the caller must load. */
    private Seat sit(String digest) throws InterruptedException {
        lock.lock();
        try {
            while (true) {
                Seat seat = seats.get(digest);
                if (seat == null) {
                    seat = new Seat();
                    seats.put(digest, seat);
                    return seat;
                }
                if (seat.model.isPresent()) {
                    seat.leases++;
                    return seat;
                }
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** @return false when there is no room and the caller would not wait; the seat is given up then, as after a failure */
    private boolean load(String digest, Seat seat, boolean patient) throws IOException, InterruptedException {
        Optional<Model> loaded = Optional.empty();
        try {
            var closed = loader.find(digest);
            if (closed.bytes() > budget) {
                throw new BundleException("model %s needs %d bytes of memory; model-memory is %d"
                        .formatted(closed.name(), closed.bytes(), budget));
            }
            if (takeRoom(seat, closed.bytes(), patient)) {
                loaded = Optional.of(closed.opening().open());
            }
            return loaded.isPresent();
        } finally {
            settle(digest, seat, loaded);
        }
    }

    private boolean takeRoom(Seat seat, long bytes, boolean patient) throws InterruptedException {
        lock.lock();
        try {
            waiting.add(seat);
            while (waiting.peek() != seat || !makeRoom(bytes)) {
                if (!patient) {
                    return false;
                }
                changed.await();
            }
            seat.bytes = bytes;
            used += bytes;
            return true;
        } finally {
            waiting.remove(seat);
            changed.signalAll();
            lock.unlock();
        }
    }

    /** Closes idle models until there is room, or none where even closing all would not do. */
    private boolean makeRoom(long bytes) {
        long idle = seats.values().stream()
                .filter(Seat::idle)
                .mapToLong(seat -> seat.bytes)
                .sum();
        if (used - idle + bytes > budget) {
            return false;
        }
        while (used + bytes > budget) {
            var oldest = seats.entrySet().stream()
                    .filter(entry -> entry.getValue().idle())
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElseThrow();
            Seat left = seats.remove(oldest);
            left.model.ifPresent(Model::close);
            used -= left.bytes;
        }
        return true;
    }

    private void settle(String digest, Seat seat, Optional<Model> loaded) {
        lock.lock();
        try {
            seat.model = loaded;
            if (loaded.isEmpty()) {
                seats.remove(digest);
                used -= seat.bytes;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Of a lease that is taken already. */
    private Lease leaseOf(Seat seat) {
        return new Lease(seat.model.orElseThrow(), () -> release(seat));
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
}
