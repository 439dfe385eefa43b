package io.unstir.sampler.intake;

import io.unstir.sampler.retry.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * A share consumer of its own and at most one job in hand. A share consumer hands out nothing new while it holds a renewed record, so
 * a sampler that takes jobs while others run has several slots; each takes one record, renews it while its job runs, and acknowledges it.
 */
final class Slot {
    private static final Logger LOG = Logger.getLogger(Slot.class);
    private static final Duration IDLE_POLL = Duration.ofMillis(500);
    private static final Duration RENEWED_POLL = Duration.ofMillis(100);
    private static final Duration COMMIT = Duration.ofSeconds(5);
    private static final int DEFAULT_LOCK_MILLIS = 30_000;

    private final ShareConsumers consumers;
    private final JobDesk desk;
    private final Thread thread;
    /** Completed when the slot shall stop. */
    private final CompletableFuture<Void> stop = new CompletableFuture<>();

    Slot(String name, ShareConsumers consumers, JobDesk desk) {
        this.consumers = consumers;
        this.desk = desk;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Begins to give back what is in hand; {@link #join} waits for it. */
    void stop() {
        stop.complete(null);
    }

    void join() throws InterruptedException {
        thread.join();
    }

    private void run() {
        var backoff = Backoff.standard();
        while (!stop.isDone()) {
            try (var consumer = consumers.open(thread.getName())) {
                takeJobs(consumer);
            } catch (KafkaException | IllegalStateException e) {
                LOG.warnf("A slot starts anew: slot=%s cause=%s", thread.getName(), e.toString());
                backoff.pause();
            }
        }
    }

    private void takeJobs(ShareConsumer<byte[], byte[]> consumer) {
        while (!stop.isDone()) {
            for (var record : consumer.poll(IDLE_POLL)) {
                hold(consumer, record);
            }
        }
    }

    /** Keeps the record locked while its job runs; returns when it is acknowledged, or known to be lost. */
    private void hold(ShareConsumer<byte[], byte[]> consumer, ConsumerRecord<byte[], byte[]> record) {
        var result = new CompletableFuture<Outcome>();
        var worker = Thread.ofVirtual().name(thread.getName() + "-job").start(() -> work(record, result));
        boolean held = true;
        while (!await(consumer, result)) {
            if (stop.isDone()) {
                worker.interrupt();
                result.join();
            } else if (held) {
                held = renew(consumer, record);
            }
        }
        if (held) {
            consumer.acknowledge(record, result.join().acknowledgement());
            commit(consumer, record);
        }
    }

    private void work(ConsumerRecord<byte[], byte[]> record, CompletableFuture<Outcome> result) {
        try {
            result.complete(desk.handle(record));
        } catch (RuntimeException | Error e) {
            LOG.errorf(
                    e, "A record broke and is given back: partition=%d offset=%d", record.partition(), record.offset());
            result.complete(Outcome.GIVEN_BACK);
        }
    }

    /** @return whether the job ended before the lock is due for renewal or the slot shall stop */
    private boolean await(ShareConsumer<byte[], byte[]> consumer, CompletableFuture<Outcome> result) {
        long patience = consumer.acquisitionLockTimeoutMs().orElse(DEFAULT_LOCK_MILLIS) / 3;
        try {
            var first = stop.isDone() ? result : CompletableFuture.anyOf(result, stop);
            first.get(patience, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("nothing interrupts a slot", e);
        }
        return result.isDone();
    }

    /**
     * Extends the lock. A renewed record comes back from the next poll and must be acknowledged anew, so it is fetched here.
     *
     * @return whether the record is still ours; where not, its job goes on to its end, which is the same wherever it is reached
     */
    private boolean renew(ShareConsumer<byte[], byte[]> consumer, ConsumerRecord<byte[], byte[]> record) {
        consumer.acknowledge(record, AcknowledgeType.RENEW);
        if (!commit(consumer, record)) {
            return false;
        }
        for (var returned : consumer.poll(RENEWED_POLL)) {
            if (same(returned, record)) {
                return true;
            }
            LOG.warnf(
                    "A record came while another is held: partition=%d offset=%d",
                    returned.partition(), returned.offset());
            consumer.acknowledge(returned, AcknowledgeType.RELEASE);
        }
        LOG.warnf("A renewed record did not come back: partition=%d offset=%d", record.partition(), record.offset());
        return false;
    }

    /** @return whether the broker took what was acknowledged */
    private boolean commit(ShareConsumer<byte[], byte[]> consumer, ConsumerRecord<byte[], byte[]> record) {
        var failures = consumer.commitSync(COMMIT).values().stream()
                .flatMap(result -> result.stream())
                .toList();
        if (!failures.isEmpty()) {
            LOG.warnf(
                    "An acknowledgement was not taken: partition=%d offset=%d cause=%s",
                    record.partition(), record.offset(), causes(failures));
        }
        return failures.isEmpty();
    }

    private static List<String> causes(List<KafkaException> failures) {
        return failures.stream().map(KafkaException::toString).toList();
    }

    private static boolean same(ConsumerRecord<?, ?> one, ConsumerRecord<?, ?> other) {
        return one.topic().equals(other.topic())
                && one.partition() == other.partition()
                && one.offset() == other.offset();
    }
}
