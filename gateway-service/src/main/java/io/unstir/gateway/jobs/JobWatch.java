package io.unstir.gateway.jobs;

import io.unstir.gateway.live.JobFollower;
import io.unstir.gateway.live.Place;
import io.unstir.gateway.live.PlacedEvent;
import io.unstir.proto.v1.JobPreview;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One watcher of one job. It listens before it reads, so that nothing falls between what storage has and what comes; what is
 * in both is told once.
 */
final class JobWatch implements JobFollower {
    private final Optional<Place> after;
    private final Consumer<JobNews> watcher;
    private final List<PlacedEvent> early = new ArrayList<>();
    private Optional<JobCourse> course = Optional.empty();
    private boolean lost;

    /** @param after the last event the watcher had, where it has been here before */
    JobWatch(Optional<Place> after, Consumer<JobNews> watcher) {
        this.after = after;
        this.watcher = watcher;
    }

    /** @param recent the newest events in memory, up to the first that was heard here */
    synchronized void begin(Job job, JobSnapshot snapshot, List<PlacedEvent> recent) {
        var begun = new JobCourse(job, snapshot.attempt());
        var missed = new ArrayList<JobNews>();
        var last = snapshot.last();
        var all = new ArrayList<>(recent);
        all.addAll(early);
        for (var event : all) {
            if (!snapshot.has(event.place())) {
                begun.apply(event).ifPresent(missed::add);
                last = Optional.of(event.place());
            }
        }
        course = Optional.of(begun);
        if (lost) {
            watcher.accept(new JobNews.Lost());
        } else if (after.isEmpty() || !snapshot.complete()) {
            watcher.accept(new JobNews.Whole(begun.job(), last));
        } else {
            missed.addAll(0, again(job, snapshot));
            missed.removeIf(this::isHad);
            boolean over = begun.job().hasEnded() && missed.isEmpty();
            watcher.accept(over ? new JobNews.Over() : new JobNews.Standing(begun.job()));
            missed.forEach(watcher);
        }
    }

    /** A job that has ended for a watcher who knows it has no news, whatever was said of it since. */
    private static List<JobNews> again(Job job, JobSnapshot snapshot) {
        var again = JobCourse.anew(job, snapshot.attemptBefore());
        var news = snapshot.missed().stream()
                .map(again::apply)
                .flatMap(Optional::stream)
                .map(told -> told instanceof JobNews.Ended ended ? new JobNews.Ended(ended.at(), job) : told)
                .toList();
        return job.hasEnded() && !again.job().hasEnded() ? List.of() : news;
    }

    @Override
    public synchronized void event(PlacedEvent event) {
        course.ifPresentOrElse(begun -> begun.apply(event).ifPresent(this::tell), () -> early.add(event));
    }

    @Override
    public synchronized void preview(JobPreview preview) {
        course.filter(begun -> !begun.job().hasEnded()).ifPresent(_ -> watcher.accept(new JobNews.Glimpsed(preview)));
    }

    @Override
    public synchronized void lost() {
        lost = true;
        if (course.isPresent()) {
            watcher.accept(new JobNews.Lost());
        }
    }

    private void tell(JobNews news) {
        if (!isHad(news)) {
            watcher.accept(news);
        }
    }

    /** Another gateway may have been further than this one is. */
    private boolean isHad(JobNews news) {
        return after.isPresent()
                && news.place().filter(place -> !place.isAfter(after.get())).isPresent();
    }
}
