package io.unstir.local.command;

import io.unstir.local.LocalFailure;
import io.unstir.local.Progress;
import io.unstir.local.api.Gateway;
import io.unstir.local.api.GatewayUnreachable;
import io.unstir.local.api.Job;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Watches jobs until all are done. */
record JobWatch(Gateway gateway, OpenJobs open, Progress progress) {
    private static final long POLL_MS = 60;

    /** How long the gateway may be away: a service that died is started again. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);

    List<Job> untilDone(List<Job> submitted) {
        List<Job> jobs = new ArrayList<>(submitted);
        long heard = System.nanoTime();
        while (!jobs.stream().allMatch(Job::isDone)) {
            pause();
            try {
                refresh(jobs);
                heard = System.nanoTime();
            } catch (GatewayUnreachable e) {
                if (System.nanoTime() - heard > LONGEST_SILENCE.toNanos()) {
                    throw e;
                }
            }
            show(jobs);
        }
        progress.end();
        return List.copyOf(jobs);
    }

    /** Samplers work in the order of submission, so only the first few unfinished can have moved. */
    private void refresh(List<Job> jobs) {
        int asked = 0;
        for (int i = 0; i < jobs.size() && asked < 8; i++) {
            if (!jobs.get(i).isDone()) {
                jobs.set(i, gateway.job(jobs.get(i).id()));
                open.saw(jobs.get(i));
                asked++;
            }
        }
    }

    private void show(List<Job> jobs) {
        double fraction = jobs.stream()
                .mapToDouble(job -> job.hasSucceeded() ? 1 : job.progress())
                .average()
                .orElse(0);
        int images = jobs.stream().mapToInt(job -> job.images().size()).sum();
        double seconds = progress.elapsed().toMillis() / 1e3;
        progress.show(
                fraction,
                String.format(Locale.ROOT, "%d images  %.2f images/s", images, images / Math.max(0.001, seconds)));
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalFailure("interrupted", e);
        }
    }
}
