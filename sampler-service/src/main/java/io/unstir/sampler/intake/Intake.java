package io.unstir.sampler.intake;

import io.unstir.sampler.delivery.Parking;
import io.unstir.sampler.delivery.Publisher;
import io.unstir.sampler.job.JobRunner;
import java.util.List;
import java.util.stream.IntStream;

/** Takes jobs from the share group, as many at a time as there are slots. */
public final class Intake implements AutoCloseable {
    private final List<Slot> slots;

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
        this.slots.forEach(Slot::start);
    }

    /** Gives back what is not done. */
    @Override
    public void close() throws InterruptedException {
        slots.forEach(Slot::stop);
        for (Slot slot : slots) {
            slot.join();
        }
    }
}
