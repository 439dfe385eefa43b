package io.unstir.sampler.engine;

import io.unstir.sampler.session.SessionException;
import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jboss.logging.Logger;

/**
 * Samples many images at once. One thread owns the lanes; each tick it takes the lanes that waited longest and share a session, as many as fit
 * into {@code maxRows} rows, asks the model about all of them in one run, and takes each over its own step. A lane joins and
 * leaves at any tick, and its pixels do not depend on who runs beside it.
 */
public final class Engine implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Engine.class);
    private static final int ARRIVALS = 1024;

    private final int maxRows;
    private final BlockingQueue<Lane> arrivals = new ArrayBlockingQueue<>(ARRIVALS);
    /** In the order of their last step, the oldest first. Only the engine's thread touches it. */
    private final Deque<Lane> lanes = new ArrayDeque<>();

    private final List<Lane> batch = new ArrayList<>();
    private final Thread thread;
    private volatile boolean closed;

    /** Starts the engine. @param maxRows most rows of one run, at least the 2 of a guided lane */
    public Engine(int maxRows) {
        if (maxRows < 2) {
            throw new IllegalArgumentException("max-rows must be at least 2 (got " + maxRows + ")");
        }
        this.maxRows = maxRows;
        this.thread = Thread.ofPlatform().name("engine").daemon().start(this::loop);
    }

    public int maxRows() {
        return maxRows;
    }

    /** Whether the engine's thread still runs. */
    public boolean alive() {
        return thread.isAlive();
    }

    /** Hands a lane over; waits where very many are waiting already. */
    public void submit(Lane lane) throws InterruptedException {
        arrivals.put(lane);
        if (closed) {
            arrivals.forEach(this::cancelArrival);
        }
    }

    /** Lanes still inside are cancelled. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void loop() {
        while (!closed) {
            try {
                admit();
                tick();
            } catch (InterruptedException e) {
                // Only close() interrupts, and the loop's condition sees it.
            }
        }
        arrivals.forEach(this::cancelArrival);
        lanes.forEach(Lane::cancel);
        lanes.clear();
    }

    private void admit() throws InterruptedException {
        if (lanes.isEmpty()) {
            lanes.add(arrivals.take());
        }
        arrivals.drainTo(lanes);
    }

    private void tick() {
        leaveCancelled();
        int rows = choose();
        if (rows == 0) {
            return;
        }
        try {
            FloatBuffer outputs = ask(rows);
            int row = 0;
            for (Lane lane : batch) {
                advance(lane, outputs, row);
                row += lane.rows();
            }
        } catch (SessionException e) {
            LOG.warnf(e, "A run failed: rows=%d lanes=%d", rows, batch.size());
            batch.forEach(lane -> lane.fail(e));
        }
    }

    private void leaveCancelled() {
        lanes.removeIf(lane -> {
            boolean cancelled = lane.cancelled();
            if (cancelled) {
                lane.cancel();
            }
            return cancelled;
        });
    }

    /** Takes the next batch out of the queue of lanes. @return its rows */
    private int choose() {
        batch.clear();
        int rows = 0;
        for (Lane lane : lanes) {
            boolean sameSession = batch.isEmpty()
                    || lane.course().session() == batch.getFirst().course().session();
            if (sameSession && rows + lane.rows() <= maxRows) {
                batch.add(lane);
                rows += lane.rows();
            }
        }
        lanes.removeAll(batch);
        return rows;
    }

    private FloatBuffer ask(int rows) {
        int row = 0;
        for (Lane lane : batch) {
            lane.ask(row);
            row += lane.rows();
        }
        return batch.getFirst().course().session().run(rows);
    }

    private void advance(Lane lane, FloatBuffer outputs, int row) {
        lane.advance(outputs, row);
        if (lane.finished()) {
            lane.finish();
        } else {
            lanes.add(lane);
        }
    }

    private void cancelArrival(Lane lane) {
        if (arrivals.remove(lane)) {
            lane.cancel();
        }
    }
}
