package io.unstir.local.scale;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * One run of the model after the other, each of at most so many rows, shared out as the sampler's engine does it: half to the lanes that were given least since they came, the rest to
 * those that were given least of what all had. A lane that comes during a run joins the next one.
 */
final class SimulatedEngine {
    private final Clock clock;
    private final RunTime runTime;
    private final int mostRows;
    private final List<SimulatedLane> arrivals = new ArrayList<>();
    private final List<SimulatedLane> lanes = new ArrayList<>();
    private boolean running;
    private boolean dead;
    private double least;
    private double busy;
    private long runs;
    private long rows;

    SimulatedEngine(Clock clock, RunTime runTime, int mostRows) {
        this.clock = clock;
        this.runTime = runTime;
        this.mostRows = mostRows;
    }

    /** Seconds inside runs. */
    double busy() {
        return busy;
    }

    long runs() {
        return runs;
    }

    long rows() {
        return rows;
    }

    void submit(SimulatedLane lane) {
        arrivals.add(lane);
        if (!running) {
            tick();
        }
    }

    void die() {
        dead = true;
    }

    private void tick() {
        arrivals.forEach(lane -> {
            lane.joinAt(least);
            lanes.add(lane);
        });
        arrivals.clear();
        running = !lanes.isEmpty() && !dead;
        if (running) {
            var run = new LinkedHashSet<SimulatedLane>();
            int asked = choose(run);
            double takes = runTime.seconds(asked);
            clock.in(takes, () -> answer(run, asked, takes));
        }
    }

    /** @return how many rows the run has */
    private int choose(LinkedHashSet<SimulatedLane> run) {
        var young = lanes.stream()
                .sorted(Comparator.comparingDouble(SimulatedLane::attained))
                .toList();
        lanes.sort(Comparator.comparingDouble(SimulatedLane::served));
        least = lanes.getFirst().served();
        int given = give(mostRows / 2, young, run);
        return given + give(mostRows - given, lanes, run);
    }

    private static int give(int free, List<SimulatedLane> inOrder, LinkedHashSet<SimulatedLane> run) {
        int given = 0;
        for (var lane : inOrder) {
            int rows = Math.min(free - given, lane.rowsLeft());
            if (rows > 0) {
                lane.plan(rows);
                run.add(lane);
                given += rows;
            }
        }
        return given;
    }

    private void answer(LinkedHashSet<SimulatedLane> run, int asked, double took) {
        if (dead) {
            return;
        }
        busy += took;
        runs++;
        rows += asked;
        var done = run.stream().filter(SimulatedLane::answer).toList();
        lanes.removeAll(done);
        // Their jobs may hand over the next lanes at once, which join the run that begins now.
        done.forEach(SimulatedLane::leave);
        tick();
    }
}
