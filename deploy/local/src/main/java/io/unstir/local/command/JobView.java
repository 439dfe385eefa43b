package io.unstir.local.command;

import io.unstir.local.Progress;
import io.unstir.local.api.Job;
import io.unstir.local.terminal.LivePictures;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How far jobs are, for people: a bar, and above it the pictures where the terminal shows them. */
final class JobView implements AutoCloseable {
    private final Progress progress;
    private final Optional<LivePictures> live;
    private final Pictures pictures;
    private final int images;
    private int seen;

    /** @param images how many there will be */
    JobView(Progress progress, Optional<LivePictures> live, Pictures pictures, int images) {
        this.progress = progress;
        this.live = live;
        this.pictures = pictures;
        this.images = images;
    }

    void show(List<Job> jobs) {
        int now = pictures.changes();
        if (now != seen) {
            live.ifPresent(room -> room.show(pictures.inOrder(jobs), images));
            seen = now;
        }
        double fraction = jobs.stream()
                .mapToDouble(job -> job.hasSucceeded() ? 1 : job.progress())
                .average()
                .orElse(0);
        int made = jobs.stream().mapToInt(job -> job.images().size()).sum();
        double seconds = progress.elapsed().toMillis() / 1e3;
        progress.show(
                fraction,
                String.format(Locale.ROOT, "%d images  %.2f images/s", made, made / Math.max(0.001, seconds)));
    }

    @Override
    public void close() {
        progress.end();
    }
}
