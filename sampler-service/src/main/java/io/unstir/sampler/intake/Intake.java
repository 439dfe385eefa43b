package io.unstir.sampler.intake;

import io.unstir.sampler.delivery.Parking;
import io.unstir.sampler.delivery.Publisher;
import io.unstir.sampler.job.JobRunner;
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
            JobRunner runner,
            Publisher publisher,
            String worker,
            int slots,
            int deliveryLimit) {
        var desk = new JobDesk(runner, publisher, new Parking(publisher), worker, deliveryLimit);
        var consumers = new ShareConsumers(bootstrapServers);
        this.slots = IntStream.range(0, slots)
                .mapToObj(i -> new Slot(worker + "-" + i, consumers, desk))
                .toList();
        this.starter = Thread.ofVirtual().name("slots").start(this::startSlots);
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

    /** One after the other: the first can take a job while the others still open, and the rest of the sampler gets its turn. */
    private void startSlots() {
        try {
            for (Slot slot : slots) {
                slot.start();
                Thread.sleep(BETWEEN_STARTS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
