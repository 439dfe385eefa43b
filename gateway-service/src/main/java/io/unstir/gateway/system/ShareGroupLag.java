package io.unstir.gateway.system;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.unstir.proto.Topic;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.jboss.logging.Logger;

/**
 * How many jobs are not done yet, as the broker counts them. From here and not from the samplers: an autoscaler asks for it most of all
 * where there is none. Each gateway tells the same.
 */
@Singleton
class ShareGroupLag {
    private static final Logger LOG = Logger.getLogger(ShareGroupLag.class);
    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final List<WaitingJobs> QUEUES = List.of(
            new WaitingJobs(Topic.SAMPLERS_SHARE_GROUP, Topic.JOBS),
            new WaitingJobs(Topic.SAMPLERS_BULK_SHARE_GROUP, Topic.JOBS_BULK));

    private final Instance<Admin> admin;
    private final Instance<BrokerProbe> probe;
    /** Without the queues that nothing is known of now: an old figure would be worse than none. */
    private final Map<WaitingJobs, Long> lags = new ConcurrentHashMap<>();

    private volatile boolean answers = true;

    private final Thread thread = Thread.ofVirtual().name("share-group-lag").unstarted(this::run);

    ShareGroupLag(Instance<Admin> admin, Instance<BrokerProbe> probe, MeterRegistry meters) {
        this.admin = admin;
        this.probe = probe;
        for (var queue : QUEUES) {
            Gauge.builder("unstir.share.group.lag", () -> lags.get(queue))
                    .description("Records of the topic that the share group has not done with")
                    .tag("group", queue.group())
                    .tag("topic", queue.topic().topicName())
                    .register(meters);
        }
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        thread.interrupt();
        thread.join();
    }

    /** As of the last question; true before the first. */
    boolean brokerAnswers() {
        return answers;
    }

    private void run() {
        try {
            while (true) {
                // First the pause: while all services start, they need the processor more.
                Thread.sleep(EVERY);
                for (var queue : QUEUES) {
                    ask(queue);
                }
            }
        } catch (InterruptedException e) {
            // Only stop() interrupts.
        }
    }

    private void ask(WaitingJobs queue) throws InterruptedException {
        try {
            lags.put(queue, queue.count(admin.get()));
            answers = true;
        } catch (ExecutionException e) {
            lags.remove(queue);
            // Share groups have a coordinator of their own, which may be away alone.
            answers = probe.get().answers();
            LOG.debugf("lag not known group=%s cause=%s", queue.group(), e.getCause());
        }
    }
}
