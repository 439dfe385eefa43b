package io.unstir.sampler.model;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/** The models in memory: as many as fit into a budget, the one used longest ago leaves first, none leaves while it is leased. */
public final class ResidentModels implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ResidentModels.class);

    private final long budget;
    private final ModelLoader loader;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** By digest, the one used longest ago first. */
    private final LinkedHashMap<String, Seat> seats = new LinkedHashMap<>(4, 0.75f, true);

    /** A place in memory: empty while its model loads, and of no size while it waits for room. */
    private static final class Seat {
        private Optional<Model> model = Optional.empty();
        private long bytes;
        private int leases = 1;
    }

    /** @param budget in bytes */
    ResidentModels(long budget, ModelLoader loader) {
        if (budget < 1) {
            throw new IllegalArgumentException("model-memory must be above 0 (got " + budget + ")");
        }
        this.budget = budget;
        this.loader = loader;
    }

    /** Waits for room and loads the model where it isn't there yet. */
    public Lease lease(String digest) throws IOException, InterruptedException {
        if (!reserve(digest)) {
            load(digest, true);
        }
        return take(digest);
    }

    /** Loads a model that nobody asked for yet, if there is room for it. */
    void preload(String digest) throws IOException, InterruptedException {
        lock.lock();
        try {
            if (seats.containsKey(digest)) {
                return;
            }
            seats.put(digest, new Seat());
        } finally {
            lock.unlock();
        }
        if (load(digest, false)) {
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
                if (seat == null) {
                    seats.put(digest, new Seat());
                    return false;
                }
                if (seat.model.isPresent()) {
                    seat.leases++;
                    return true;
                }
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** @return false where there was no room and the caller doesn't want to wait */
    private boolean load(String digest, boolean patient) throws IOException, InterruptedException {
        Optional<Model> loaded = Optional.empty();
        try {
            var bundle = loader.fetch(digest);
            if (makeRoom(digest, bundle.memoryBytes(), patient)) {
                loaded = Optional.of(loader.load(bundle));
            }
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
        return loaded.isPresent();
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

    /** Sends idle models away until there are so many bytes for the seat. @return false where there are not and the caller doesn't want to wait */
    private boolean makeRoom(String digest, long bytes, boolean patient) throws InterruptedException {
        if (bytes > budget) {
            throw new BundleException("the model needs %d MiB of memory, and there are %d MiB for models"
                    .formatted(bytes >> 20, budget >> 20));
        }
        lock.lock();
        try {
            while (used() + bytes > budget) {
                if (!evictOne()) {
                    if (!patient) {
                        return false;
                    }
                    changed.await();
                }
            }
            seats.get(digest).bytes = bytes;
            return true;
        } finally {
            lock.unlock();
        }
    }

    private long used() {
        return seats.values().stream().mapToLong(seat -> seat.bytes).sum();
    }

    private boolean evictOne() {
        var idle = seats.entrySet().stream()
                .filter(entry ->
                        entry.getValue().leases == 0 && entry.getValue().model.isPresent())
                .map(Map.Entry::getKey)
                .findFirst();
        idle.ifPresent(digest -> {
            LOG.infof("A model leaves the memory: checkpoint=%s", digest);
            seats.remove(digest).model.ifPresent(Model::close);
        });
        return idle.isPresent();
    }
}
