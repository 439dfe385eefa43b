package io.unstir.sampler.intake;

import io.unstir.sampler.retry.Backoff;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
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
    private static final Duration BREATH = Duration.ofMillis(20);
    private static final int DEFAULT_LOCK_MILLIS = 30_000;

    private final ShareConsumers consumers;
    private final JobDesk desk;
    private final Thread thread;
    /** Completed when the slot shall give back what it holds. */
    private final CompletableFuture<Void> giveBack = new CompletableFuture<>();

    private volatile boolean stopped;
    private volatile boolean holding;

    Slot(String name, ShareConsumers consumers, JobDesk desk) {
        this.consumers = consumers;
        this.desk = desk;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Whether a job is in hand. */
    boolean holding() {
        return holding;
    }

    /** Takes no more jobs, and leaves the group where it holds none. */
    void stop() {
        stopped = true;
    }

    /** Waits until the slot has left the group or holds a job. */
    void awaitIdleEnd() throws InterruptedException {
        while (!holding && thread.isAlive()) {
            thread.join(BREATH);
        }
    }

    /** Gives the job in hand back and waits for that. */
    void giveBack() throws InterruptedException {
        giveBack.complete(null);
        thread.join();
    }

    private void run() {
        var backoff = Backoff.standard();
        while (!stopped) {
            try (var consumer = consumers.open(thread.getName())) {
                consumer.setAcknowledgementCommitCallback(Slot::acknowledged);
                takeJobs(consumer);
            } catch (KafkaException | IllegalStateException e) {
                LOG.warnf("A slot starts anew: slot=%s cause=%s", thread.getName(), e.toString());
                backoff.pause();
            }
        }
    }

    private void takeJobs(ShareConsumer<byte[], byte[]> consumer) {
        while (!stopped) {
            for (var record : consumer.poll(IDLE_POLL)) {
                holding = true;
                try {
                    hold(consumer, record);
                } finally {
                    holding = false;
                }
            }
        }
    }

    /** Keeps the record locked while its job runs; returns when it is acknowledged, or known to be lost. */
    private void hold(ShareConsumer<byte[], byte[]> consumer, ConsumerRecord<byte[], byte[]> record) {
        var result = new CompletableFuture<Outcome>();
        var worker = Thread.ofVirtual().name(thread.getName() + "-job").start(() -> work(record, result));
        boolean held = true;
        while (!await(consumer, result)) {
            if (giveBack.isDone()) {
                worker.interrupt();
                result.join();
            } else if (held) {
                held = renew(consumer, record);
            }
        }
        if (held) {
            var outcome = result.join();
            consumer.acknowledge(record, outcome.acknowledgement());
            // What is done goes along with the next poll, or with leaving; who tries next what is given back shall not
            // wait for that.
            if (outcome == Outcome.GIVEN_BACK) {
                commit(consumer);
            }
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

    /** @return whether the job ended before the lock is due for renewal or it shall be given back */
    private boolean await(ShareConsumer<byte[], byte[]> consumer, CompletableFuture<Outcome> result) {
        long patience = consumer.acquisitionLockTimeoutMs().orElse(DEFAULT_LOCK_MILLIS) / 3;
        try {
            var first = giveBack.isDone() ? result : CompletableFuture.anyOf(result, giveBack);
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
        if (!commit(consumer)) {
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
    private boolean commit(ShareConsumer<byte[], byte[]> consumer) {
        return consumer.commitSync(COMMIT).values().stream().allMatch(Optional::isEmpty);
    }

    private static void acknowledged(Map<TopicIdPartition, Set<Long>> offsets, Exception failure) {
        if (failure != null) {
            LOG.warnf("An acknowledgement was not taken: records=%s cause=%s", offsets, failure);
        }
    }

    private static boolean same(ConsumerRecord<?, ?> one, ConsumerRecord<?, ?> other) {
        return one.topic().equals(other.topic())
                && one.partition() == other.partition()
                && one.offset() == other.offset();
    }
}
