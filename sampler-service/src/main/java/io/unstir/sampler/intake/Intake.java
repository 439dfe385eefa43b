package io.unstir.sampler.intake;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.unstir.sampler.config.BrokerSettings;
import io.unstir.sampler.delivery.Parking;
import io.unstir.sampler.delivery.Publisher;
import io.unstir.sampler.job.JobRunner;
import io.unstir.sampler.model.CheckpointRegistry;
import io.unstir.sampler.trace.JobTrace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Takes jobs from the share groups, as many at a time as there are slots. Jobs in bulk have slots of their own, so that however many
 * of them wait, a job that somebody waits for is taken at once; and however many of those come, the bulk goes on.
 */
public final class Intake implements AutoCloseable {
    private static final Duration BETWEEN_STARTS = Duration.ofMillis(40);

    private final List<Slot> slots;
    private final Thread starter;

    /**
     * Starts taking.
     *
     * @param slots how many interactive jobs are in hand at most
     * @param bulkSlots and how many in bulk
     * @param deliveryLimit the delivery at which a job is parked
     * @param suspects folder for what must outlive this process about jobs that may kill it
     * @param meters what becomes of jobs is counted there
     * @param trace makes their spans
     */
    public Intake(
            BrokerSettings broker,
            CheckpointRegistry registry,
            JobRunner runner,
            Publisher publisher,
            String worker,
            int slots,
            int bulkSlots,
            int deliveryLimit,
            Path suspects,
            MeterRegistry meters,
            JobTrace trace) {
        requirePositive("slots", slots);
        requirePositive("bulk-slots", bulkSlots);
        var desk = new JobDesk(
                runner,
                publisher,
                new Parking(publisher),
                worker,
                deliveryLimit,
                new Suspects(suspects),
                new JobMeters(meters),
                trace);
        this.slots = Stream.concat(
                        slots(slots, worker + "-", ShareConsumers.interactive(broker), desk),
                        slots(bulkSlots, worker + "-bulk-", ShareConsumers.bulk(broker), desk))
                .toList();
        Gauge.builder("unstir.jobs.in.hand", this, Intake::jobs)
                .description("Jobs that this sampler holds")
                .register(meters);
        Gauge.builder("unstir.job.slots", this, Intake::mostJobs)
                .description("Jobs that this sampler can hold")
                .register(meters);
        this.starter = Thread.ofVirtual().name("slots").start(() -> startSlots(registry));
    }

    private static Stream<Slot> slots(int count, String name, ShareConsumers consumers, JobDesk desk) {
        return IntStream.range(0, count).mapToObj(i -> new Slot(name + i, consumers, desk));
    }

    private static void requirePositive(String name, int slots) {
        if (slots < 1) {
            throw new IllegalArgumentException(name + " must be at least 1 (got " + slots + ")");
        }
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
