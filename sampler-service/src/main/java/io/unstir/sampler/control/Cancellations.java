package io.unstir.sampler.control;

import com.google.protobuf.InvalidProtocolBufferException;
import io.unstir.proto.v1.JobControl;
import io.unstir.sampler.topic.WholeTopic;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/** Which jobs shall not be done, as the control topic says; also those that nobody has taken yet. */
public final class Cancellations implements WholeTopic.Reader {
    private static final Logger LOG = Logger.getLogger(Cancellations.class);
    private static final int MOST = 100_000;

    private final CountDownLatch complete = new CountDownLatch(1);
    /** Reason by job id, the oldest leave when there are too many. */
    private final Map<String, String> cancelled = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST;
        }
    };

    private final Map<String, Runnable> running = new HashMap<>();

    /** Until it is closed, a job is told of its cancellation. */
    public interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    @Override
    public void apply(ConsumerRecord<byte[], byte[]> record) {
        try {
            var control = JobControl.parseFrom(record.value());
            if (control.hasCancelRequested()) {
                cancel(control.getJobId(), control.getCancelRequested().getReason());
            }
        } catch (InvalidProtocolBufferException e) {
            LOG.warnf("A control record is no JobControl: offset=%d", record.offset());
        }
    }

    @Override
    public void complete() {
        complete.countDown();
    }

    /** Waits until everything was read that was said before this sampler started. */
    public void awaitComplete() throws InterruptedException {
        complete.await();
    }

    /** Why the job shall not be done; empty where nobody said so. */
    public synchronized Optional<String> reason(String jobId) {
        return Optional.ofNullable(cancelled.get(jobId));
    }

    /** Calls {@code cancel} when the job is cancelled, at once where it already is; it must not wait. */
    public synchronized Watch watch(String jobId, Runnable cancel) {
        if (cancelled.containsKey(jobId)) {
            cancel.run();
        }
        running.put(jobId, cancel);
        return () -> forget(jobId, cancel);
    }

    private synchronized void cancel(String jobId, String reason) {
        cancelled.put(jobId, reason);
        var job = running.get(jobId);
        if (job != null) {
            LOG.infof("A running job is cancelled: jobId=%s", jobId);
            job.run();
        }
    }

    private synchronized void forget(String jobId, Runnable cancel) {
        running.remove(jobId, cancel);
    }
}
