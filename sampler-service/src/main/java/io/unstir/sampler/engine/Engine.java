package io.unstir.sampler.engine;

import io.unstir.sampler.session.DenoiserSession;
import io.unstir.sampler.session.SessionException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Samples many images at once. One thread owns the lanes; each tick it gives the rows of one run of a model to the youngest and to those given least for their share, whatever their solver, their number of steps, their guidance and their age, and takes those that have all their answers over a step. A lane joins and leaves at any tick, and
 * its pixels do not depend on who runs beside it.
 */
public final class Engine implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Engine.class);
    private static final int ARRIVALS = 1024;

    private final BlockingQueue<Lane> arrivals = new ArrayBlockingQueue<>(ARRIVALS);
    /** Only the engine's thread touches these. */
    private final List<Lane> lanes = new ArrayList<>();

    private final List<Portion> run = new ArrayList<>();
    private final RunListener listener;
    private final Thread thread;
    private volatile Work work = new Work(0, 0, 0, 0);
    private volatile int inside;
    private volatile boolean closed;
    /** What the lane served least had been given at the last tick. */
    private double least;

    /** Whether the last run was that of a lane for its youth. */
    private boolean youngLed;

    /** Consecutive rows of a run that are one lane's. */
    private record Portion(Lane lane, int rows) {}

    /** Starts the engine. */
    public Engine() {
        this((rows, room, modelNanos, nanos) -> {});
    }

    /** Starts the engine. @param listener hears of its runs */
    public Engine(RunListener listener) {
        this.listener = listener;
        this.thread = Thread.ofPlatform().name("engine").daemon().start(this::loop);
    }

    /** Whether the engine's thread still runs. */
    public boolean alive() {
        return thread.isAlive();
    }

    /** Has something done should a defect end the engine's thread: no lane inside would ever end. */
    public void atDefect(Consumer<Throwable> last) {
        thread.setUncaughtExceptionHandler((_, defect) -> last.accept(defect));
    }

    public Work work() {
        return work;
    }

    /** Lanes that share the runs, as of the last tick. */
    public int lanes() {
        return inside;
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
                inside = lanes.size();
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
            join(arrivals.take());
        }
        for (Lane lane = arrivals.poll(); lane != null; lane = arrivals.poll()) {
            join(lane);
        }
        inside = lanes.size();
    }

    private void join(Lane lane) {
        lane.joinAt(least);
        lanes.add(lane);
    }

    private void tick() {
        long start = System.nanoTime();
        leaveCancelled();
        if (lanes.isEmpty()) {
            return;
        }
        var session = choose();
        long modelNanos = 0;
        int rows = 0;
        try {
            rows = ask();
            long asked = System.nanoTime();
            FloatBuffer answers = session.run(rows);
            modelNanos = System.nanoTime() - asked;
            answer(answers, session.outputElements());
            listener.ran(rows, session.bestRows(), modelNanos, System.nanoTime() - start);
        } catch (SessionException e) {
            LOG.warnf(e, "A run failed: rows=%d lanes=%d", rows, run.size());
            apart(session, e);
        }
        work = new Work(
                work.runs() + 1,
                work.rows() + rows,
                work.modelNanos() + modelNanos,
                work.busyNanos() + System.nanoTime() - start);
    }

    /**
     * One row can break a run for all that share it. Whose it is shows when each lane is asked alone; the others get the answers they would have had, since who runs beside a row
     * does not reach it.
     */
    private void apart(DenoiserSession session, SessionException cause) {
        var portions = List.copyOf(run);
        if (portions.size() == 1) {
            fail(portions.getFirst().lane(), cause);
            return;
        }
        portions.forEach(portion -> portion.lane().takeBackQuestions());
        for (var portion : portions) {
            // Who had two portions failed with the first.
            if (lanes.contains(portion.lane())) {
                run.clear();
                run.add(portion);
                askAlone(session, portion.lane());
            }
        }
    }

    private void askAlone(DenoiserSession session, Lane lane) {
        try {
            answer(session.run(ask()), session.outputElements());
        } catch (SessionException e) {
            LOG.warnf(e, "A run failed that was one lane's alone");
            fail(lane, e);
        }
    }

    private void fail(Lane lane, SessionException cause) {
        lanes.remove(lane);
        lane.fail(cause);
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

    /**
     * Shares the next run out: half of it to those who were given least since they came, so that a short job is soon done, and the rest to those who were given least of what all
     * could have had, so that nobody starves; both for their share. The sorts are stable, so of equals the one that came first is first.
     *
     * @return whose run it is
     */
    private DenoiserSession choose() {
        run.clear();
        var young = lanes.stream()
                .sorted(Comparator.comparingDouble(Lane::attained))
                .toList();
        lanes.sort(Comparator.comparingDouble(Lane::served));
        least = lanes.getFirst().served();
        youngLed = !youngLed;
        var session = (youngLed ? young : lanes).getFirst().course().session();
        int rows = session.bestRows();
        int left = rows - give(session, rows / 2, young);
        give(session, left, lanes);
        return session;
    }

    /** @return how many of the free rows were given */
    private int give(DenoiserSession session, int free, List<Lane> inOrder) {
        int given = 0;
        for (Lane lane : inOrder) {
            int rows = Math.min(free - given, lane.rowsLeft());
            if (rows > 0 && lane.course().session() == session) {
                lane.plan(rows);
                run.add(new Portion(lane, rows));
                given += rows;
            }
        }
        return given;
    }

    private int ask() {
        int row = 0;
        for (var portion : run) {
            for (int i = 0; i < portion.rows(); i++) {
                portion.lane().ask(row++);
            }
        }
        return row;
    }

    private void answer(FloatBuffer answers, int stride) {
        int row = 0;
        for (var portion : run) {
            Lane lane = portion.lane();
            for (int i = 0; i < portion.rows(); i++) {
                lane.answer(answers, stride * row++);
            }
            if (lane.answered() && lane.advance()) {
                lanes.remove(lane);
            }
        }
    }

    private void cancelArrival(Lane lane) {
        if (arrivals.remove(lane)) {
            lane.cancel();
        }
    }
}
