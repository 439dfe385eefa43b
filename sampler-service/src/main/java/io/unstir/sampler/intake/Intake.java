package io.unstir.sampler.intake;

import io.unstir.sampler.delivery.Parking;
import io.unstir.sampler.delivery.Publisher;
import io.unstir.sampler.job.JobRunner;
import io.unstir.sampler.model.CheckpointRegistry;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Takes jobs from the share group, as many at a time as there are slots. */
public final class Intake implements AutoCloseable {
    private static final Duration BETWEEN_STARTS = Duration.ofMillis(40);

    private final List<Slot> slots;
    private final Thread starter;

    /**
     * Starts taking.
     *
     * @param slots how many jobs are in hand at most
     * @param deliveryLimit the delivery at which a job is parked
     */
    public Intake(
            String bootstrapServers,
            CheckpointRegistry registry,
            JobRunner runner,
            Publisher publisher,
            String worker,
            int slots,
            int deliveryLimit) {
        if (slots < 1) {
            throw new IllegalArgumentException("slots must be at least 1 (got " + slots + ")");
        }
        var desk = new JobDesk(runner, publisher, new Parking(publisher), worker, deliveryLimit);
        var consumers = new ShareConsumers(bootstrapServers);
        this.slots = IntStream.range(0, slots)
                .mapToObj(i -> new Slot(worker + "-" + i, consumers, desk))
                .toList();
        this.starter = Thread.ofVirtual().name("slots").start(() -> startSlots(registry));
    }

    /** How many jobs can be in hand. */
    public int mostJobs() {
        return slots.size();
    }

    /** How many jobs are in hand. */
    public int jobs() {
        return (int) slots.stream().filter(Slot::holding).count();
    }

    /** Gives back what is not done; only after the idle slots have left, so that none of them is handed it again. */
    @Override
    public void close() throws InterruptedException {
        starter.interrupt();
        starter.join();
        slots.forEach(Slot::stop);
        for (Slot slot : slots) {
            slot.awaitIdleEnd();
        }
        for (Slot slot : slots) {
            slot.giveBack();
        }
    }

    /** The first joins the group at once; the others, whose opening costs, when the sampler knows what there is to sample with. */
    private void startSlots(CheckpointRegistry registry) {
        try {
            slots.getFirst().start();
            registry.awaitComplete();
            for (Slot slot : slots.subList(1, slots.size())) {
                slot.start();
                Thread.sleep(BETWEEN_STARTS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
