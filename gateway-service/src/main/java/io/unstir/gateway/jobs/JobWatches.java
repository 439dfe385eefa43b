package io.unstir.gateway.jobs;

import io.unstir.gateway.config.GatewayConfig;
import io.unstir.gateway.live.Following;
import io.unstir.gateway.live.LiveFeed;
import io.unstir.gateway.live.Place;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import io.unstir.gateway.publish.SubmissionId;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Opens watches: joins the feed, then reads what was before. */
@Singleton
class JobWatches {
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final LiveFeed feed;
    private final StoredJobs stored;
    private final JobReader jobs;
    private final GatewayConfig config;

    JobWatches(LiveFeed feed, StoredJobs stored, JobReader jobs, GatewayConfig config) {
        this.feed = feed;
        this.stored = stored;
        this.jobs = jobs;
        this.config = config;
    }

    /**
     * Tells the watcher how the job stands, what it missed, and what comes, until it leaves.
     *
     * @param tenant whose job it must be
     * @param after the last event the watcher had
     * @return what the watcher does to leave; empty where nobody knows the job
     */
    Optional<Runnable> watch(String tenant, SubmissionId id, Optional<Place> after, Consumer<JobNews> watcher) {
        var watch = new JobWatch(after, watcher);
        var following = feed.follow(id.toString(), watch);
        boolean begun = false;
        try {
            var found = settled(tenant, id, after, following);
            found.ifPresent(snapshot -> watch.begin(snapshot.job().orElseThrow(), snapshot, following.recent()));
            begun = found.isPresent();
            return found.map(_ -> following.leave());
        } finally {
            if (!begun) {
                following.close();
            }
        }
    }

    /** Storage is as a rule milliseconds behind the topic, and memory reaches much further back. */
    private Optional<JobSnapshot> settled(String tenant, SubmissionId id, Optional<Place> after, Following following) {
        long deadline = System.nanoTime() + config.storage().timeout().toNanos();
        while (true) {
            var snapshot = stored.snapshot(tenant, id, after);
            boolean known = snapshot.job().isPresent() || snapshot.last().isEmpty();
            if (known && following.goesOnFrom(snapshot.readTo())) {
                return snapshot.job().isPresent()
                        ? Optional.of(snapshot)
                        : notStored(tenant, id).map(job -> snapshot.withJob(job.job()));
            }
            if (System.nanoTime() > deadline) {
                throw new ProblemException(
                        ProblemCode.STORAGE_UNAVAILABLE,
                        "The storage service is behind the events; send the request again");
            }
            pause();
        }
    }

    private Optional<KnownJob> notStored(String tenant, SubmissionId id) {
        return jobs.findRecent(tenant, id).or(() -> jobs.find(tenant, id));
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
