package io.unstir.local.scale;

import java.util.Optional;
import java.util.Random;

/** At most one job in hand: its lanes go to the engine, its images are stored one after another, its end is told, and the next job is taken. */
final class SimulatedSlot {
    private final Clock clock;
    private final ShareGroup group;
    private final SimulatedEngine engine;
    private final Overhead overhead;
    private final Random random;
    private Optional<SimulatedJob> job = Optional.empty();
    private boolean dead;
    private int imagesLeft;
    private double storedUntil;

    SimulatedSlot(Clock clock, ShareGroup group, SimulatedEngine engine, Overhead overhead, Random random) {
        this.clock = clock;
        this.group = group;
        this.engine = engine;
        this.overhead = overhead;
        this.random = random;
    }

    boolean isFree() {
        return job.isEmpty() && !dead;
    }

    void take(SimulatedJob taken) {
        job = Optional.of(taken);
        taken.take(clock.now());
        imagesLeft = taken.shape().images();
        clock.in(overhead.take().draw(random), () -> enter(taken));
    }

    /** Its sampler is gone. @return what it had in hand */
    Optional<SimulatedJob> die() {
        dead = true;
        return job;
    }

    private void enter(SimulatedJob taken) {
        if (dead) {
            return;
        }
        for (int image = 0; image < taken.shape().images(); image++) {
            engine.submit(new SimulatedLane(taken.shape(), () -> left(taken)));
        }
    }

    /** One of its images is out of the engine. */
    private void left(SimulatedJob of) {
        imagesLeft--;
        boolean last = imagesLeft == 0;
        storedUntil = Math.max(storedUntil, clock.now()) + overhead.store().draw(random);
        if (last) {
            of.sampled(clock.now());
            clock.at(storedUntil, () -> tell(of));
        }
    }

    private void tell(SimulatedJob ended) {
        if (dead) {
            return;
        }
        clock.in(overhead.deliver().draw(random), () -> ended.seen(clock.now()));
        clock.in(overhead.tell().draw(random), this::free);
    }

    private void free() {
        if (!dead) {
            job = Optional.empty();
            group.offer(this);
        }
    }
}
