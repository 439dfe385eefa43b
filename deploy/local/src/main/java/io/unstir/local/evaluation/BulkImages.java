package io.unstir.local.evaluation;

import io.unstir.local.LocalFailure;
import io.unstir.local.Progress;
import io.unstir.local.api.Digest;
import io.unstir.local.api.Gateway;
import io.unstir.local.api.GatewayUnreachable;
import io.unstir.local.api.Job;
import io.unstir.local.api.JobRequest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Has many images made, a job each, with a limited number of jobs on their way: enough that samplers are never idle, few enough that
 * a command that ends early leaves little behind.
 */
public final class BulkImages {
    private static final int MOST_OPEN = 128;
    private static final int MOST_ATTEMPTS = 8;
    private static final int ASKED_AT_ONCE = 8;
    private static final long POLL_MS = 60;
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);

    private final Gateway gateway;
    private final Submission submission;
    private final Consumer<Job> saw;
    private final Progress progress;
    private final Deque<Task> waiting = new ArrayDeque<>();
    private final Deque<Open> open = new ArrayDeque<>();
    private int total;
    private int done;
    private long heard = System.nanoTime();

    /** Hands a job in under its key. */
    @FunctionalInterface
    public interface Submission {
        Job submit(JobRequest request, String key);
    }

    private record Task(ImageFolder folder, Wanted wanted, int attempt) {
        Task again() {
            return new Task(folder, wanted, attempt + 1);
        }
    }

    /** @param job as it stood when it was handed in */
    private record Open(Task task, Job job) {
        boolean endedBefore() {
            return job.isDone();
        }
    }

    /** @param saw told how each job stands */
    public BulkImages(Gateway gateway, Submission submission, Consumer<Job> saw, Progress progress) {
        this.gateway = gateway;
        this.submission = submission;
        this.saw = saw;
        this.progress = progress;
    }

    /** Adds what a folder lacks; returns how many that is. */
    public int add(ImageFolder folder, List<Wanted> wanted) {
        List<Task> missing = wanted.stream()
                .filter(each -> !folder.has(each))
                .map(each -> new Task(folder, each, 0))
                .toList();
        waiting.addAll(missing);
        total += missing.size();
        return missing.size();
    }

    /** Returns when all are in their folders. */
    public void make() {
        while (done < total) {
            try {
                fill();
                boolean moved = refresh();
                heard = System.nanoTime();
                show();
                if (!moved) {
                    pause();
                }
            } catch (GatewayUnreachable e) {
                if (System.nanoTime() - heard > LONGEST_SILENCE.toNanos()) {
                    throw e;
                }
                pause();
            }
        }
        progress.end();
    }

    private void fill() {
        while (open.size() < MOST_OPEN && !waiting.isEmpty()) {
            Task task = waiting.peek();
            Way way = task.folder().way();
            Job job = submission.submit(way.request(task.wanted()), way.key(task.wanted(), task.attempt()));
            waiting.remove();
            open.add(new Open(task, job));
        }
    }

    /** Asks after the next few, each in its turn, since jobs end in any order; whether one ended. */
    private boolean refresh() {
        boolean moved = false;
        for (int left = Math.min(ASKED_AT_ONCE, open.size()); left > 0; left--) {
            Open next = open.element();
            Job job = next.endedBefore() ? next.job() : gateway.job(next.job().id());
            saw.accept(job);
            if (job.isDone()) {
                end(next, job);
                moved = true;
            } else {
                open.add(next);
            }
            // Last, so that it stays open when the gateway is not reached.
            open.remove();
        }
        return moved;
    }

    private void end(Open ended, Job job) {
        Task task = ended.task();
        if (job.hasSucceeded()) {
            Job.Image image = job.images().getFirst();
            task.folder().add(task.wanted(), job, Digest.require(image.sha256(), gateway.image(image.url())));
            done++;
        } else if ((job.isCanceled() || ended.endedBefore()) && task.attempt() + 1 < MOST_ATTEMPTS) {
            // Canceled by an evaluation that ended early, or failed in one: another key is another job.
            waiting.addFirst(task.again());
        } else {
            throw new LocalFailure("job " + job.id() + " for \"" + task.wanted().prompt() + "\" " + job.status()
                    + job.error().map(why -> ": " + why).orElse(""));
        }
    }

    private void show() {
        double seconds = progress.elapsed().toMillis() / 1e3;
        progress.show(
                done / (double) total,
                String.format(
                        Locale.ROOT, "%d of %d images  %.2f images/s", done, total, done / Math.max(0.001, seconds)));
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
