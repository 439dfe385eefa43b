package io.unstir.local.scale;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The way of jobs through topic, share group, slots and engines as a discrete-event simulation: no clock, no thread, the same result for the same arguments. What a job's stages cost
 * comes from measurements; what is simulated is who waits for whom.
 */
public final class Simulation {
    /** Of a record in a slot's hand, which renews it each third of that time. */
    private static final double LOCK_SECONDS = 30;

    /** After which a member that fell silent is out of its group, and its partitions are those of others. */
    private static final double SESSION_SECONDS = 15;

    private final Fleet fleet;
    private final Random random;
    private final Clock clock = new Clock();
    private final List<SimulatedEngine> engines = new ArrayList<>();
    private final Members interactive;
    private final Members bulk;

    /** A group and its slots, sampler by sampler. */
    private record Members(ShareGroup group, List<List<SimulatedSlot>> slots) {
        void assignAllBut(List<SimulatedSlot> gone) {
            group.assign(slots.stream()
                    .flatMap(List::stream)
                    .filter(slot -> !gone.contains(slot))
                    .toList());
        }
    }

    private Simulation(Fleet fleet, long seed) {
        this.fleet = fleet;
        this.random = new Random(seed);
        for (int sampler = 0; sampler < fleet.samplers(); sampler++) {
            engines.add(new SimulatedEngine(clock, fleet.runTime(), fleet.rows()));
        }
        interactive = members(fleet.partitions(), fleet.slots());
        bulk = members(fleet.bulkPartitions(), fleet.bulkSlots());
    }

    /** @param seed of what nobody can foresee: partitions, which free slot is first, how long the stages take */
    public static Outcome run(Fleet fleet, List<Arrival> arrivals, long seed) {
        return new Simulation(fleet, seed).run(arrivals);
    }

    private Members members(int partitions, int slots) {
        var group = new ShareGroup(clock, partitions, random);
        var members = new Members(
                group,
                engines.stream()
                        .map(engine -> IntStream.range(0, slots)
                                .mapToObj(i -> new SimulatedSlot(clock, group, engine, fleet.overhead(), random))
                                .toList())
                        .toList());
        members.assignAllBut(List.of());
        return members;
    }

    private Outcome run(List<Arrival> arrivals) {
        var jobs = new ArrayList<SimulatedJob>();
        for (var arrival : arrivals) {
            boolean isBulk = arrival.shape().bulk();
            int partitions = isBulk ? fleet.bulkPartitions() : fleet.partitions();
            var job = new SimulatedJob(arrival, random.nextInt(partitions));
            jobs.add(job);
            var group = (isBulk ? bulk : interactive).group();
            clock.at(arrival.at() + fleet.overhead().accept().draw(random), () -> group.append(job));
        }
        fleet.kill().ifPresent(kill -> clock.at(kill.at(), () -> kill(kill.sampler())));
        clock.run();
        return new Outcome(
                fleet,
                jobs.stream().map(SimulatedJob::trace).toList(),
                engines.stream().mapToDouble(SimulatedEngine::busy).sum(),
                engines.stream().mapToLong(SimulatedEngine::runs).sum(),
                engines.stream().mapToLong(SimulatedEngine::rows).sum());
    }

    /** What it had in hand comes back when its locks end; its partitions go to others when its sessions end. */
    private void kill(int sampler) {
        engines.get(sampler).die();
        for (var members : List.of(interactive, bulk)) {
            var gone = members.slots().get(sampler);
            for (var slot : gone) {
                slot.die().ifPresent(job -> {
                    double renewEvery = LOCK_SECONDS / 3;
                    double renewed = Math.floor((clock.now() - job.taken()) / renewEvery) * renewEvery;
                    clock.at(job.taken() + renewed + LOCK_SECONDS, () -> members.group()
                            .giveBack(job));
                });
            }
            clock.in(SESSION_SECONDS, () -> members.assignAllBut(gone));
        }
    }
}
