package io.unstir.local.command;

import io.unstir.local.LocalFailure;
import io.unstir.local.api.Gateway;
import io.unstir.local.api.GatewayUnreachable;
import io.unstir.local.api.Job;
import io.unstir.local.api.ProblemFailure;
import io.unstir.local.api.ServerEvent;
import java.time.Duration;
import java.util.Optional;

/** One job on its way: by its events, or by asking again and again where the gateway has none to give. */
final class FollowedJob {
    private static final long POLL_MS = 60;
    private static final int UNAVAILABLE = 503;

    /** How long the gateway may be away: a service that died is started again. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);

    private final Gateway gateway;
    private final JobTaker taker;
    private volatile Job job;
    private Optional<String> lastEventId = Optional.empty();
    private long heard = System.nanoTime();

    FollowedJob(Gateway gateway, Job submitted, JobTaker taker) {
        this.gateway = gateway;
        this.job = submitted;
        this.taker = taker;
    }

    Job job() {
        return job;
    }

    /** Returns when the job has ended. */
    void follow() {
        heard = System.nanoTime();
        boolean streams = true;
        while (!job.isDone()) {
            try {
                if (streams) {
                    gateway.jobEvents(job.id(), lastEventId, this::take);
                } else {
                    moved(gateway.job(job.id()));
                }
            } catch (ProblemFailure e) {
                if (!streams && (e.problem().status() != UNAVAILABLE || isSilent())) {
                    throw e;
                }
                streams = false;
            } catch (GatewayUnreachable e) {
                if (isSilent()) {
                    throw e;
                }
            }
            pause();
        }
    }

    private boolean isSilent() {
        return System.nanoTime() - heard > LONGEST_SILENCE.toNanos();
    }

    private void take(ServerEvent event) {
        lastEventId = event.id().or(() -> lastEventId);
        Job now = job.after(event);
        taker.take(now, event);
        moved(now);
    }

    private void moved(Job now) {
        heard = System.nanoTime();
        job = now;
        taker.moved(now);
    }

    private void pause() {
        if (job.isDone()) {
            return;
        }
        try {
            Thread.sleep(POLL_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalFailure("interrupted", e);
        }
    }
}
