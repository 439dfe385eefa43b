package io.unstir.local.scale;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A topic of jobs and the slots that take from it. Each partition is that of {@code slots / partitions} slots, as the group's assignor has it; a job waits for
 * one of those, in order of its coming. Of several that are free one gets it that nobody can foresee: the one whose fetch came first.
 */
final class ShareGroup {
    private final Clock clock;
    private final Random random;
    private final List<Deque<SimulatedJob>> partitions;
    private List<SimulatedSlot> slots = List.of();
    private List<List<SimulatedSlot>> slotsOf = List.of();

    ShareGroup(Clock clock, int partitions, Random random) {
        this.clock = clock;
        this.random = random;
        this.partitions = IntStream.range(0, partitions)
                .<Deque<SimulatedJob>>mapToObj(i -> new ArrayDeque<>())
                .toList();
    }

    /** Spreads the partitions over these slots and has the free ones look for work. */
    void assign(List<SimulatedSlot> members) {
        slots = List.copyOf(members);
        int count = partitions.size();
        slotsOf = IntStream.range(0, count)
                .mapToObj(partition -> IntStream.range(0, slots.size())
                        .filter(i -> slots.size() >= count ? i % count == partition : partition % slots.size() == i)
                        .mapToObj(slots::get)
                        .toList())
                .toList();
        slots.stream().filter(SimulatedSlot::isFree).toList().forEach(this::offer);
    }

    void append(SimulatedJob job) {
        job.there(clock.now());
        partitions.get(job.partition()).addLast(job);
        wake(job.partition());
    }

    /** What a sampler that is gone had in hand is the oldest of its partition again. */
    void giveBack(SimulatedJob job) {
        partitions.get(job.partition()).addFirst(job);
        wake(job.partition());
    }

    /** Gives a free slot the oldest job of its partitions. */
    void offer(SimulatedSlot slot) {
        IntStream.range(0, partitions.size())
                .filter(partition -> slotsOf.get(partition).contains(slot))
                .filter(partition -> !partitions.get(partition).isEmpty())
                .boxed()
                .min(Comparator.comparingDouble(partition ->
                        partitions.get(partition).peekFirst().arrival().at()))
                .ifPresent(partition -> slot.take(partitions.get(partition).removeFirst()));
    }

    private void wake(int partition) {
        var free = new ArrayList<SimulatedSlot>();
        for (var slot : slotsOf.get(partition)) {
            if (slot.isFree()) {
                free.add(slot);
            }
        }
        if (!free.isEmpty()) {
            offer(free.get(random.nextInt(free.size())));
        }
    }
}
