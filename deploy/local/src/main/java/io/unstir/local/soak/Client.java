package io.unstir.local.soak;

import io.unstir.local.api.Gateway;
import io.unstir.local.api.Job;
import io.unstir.local.api.JobRequest;
import io.unstir.local.api.ProblemFailure;
import io.unstir.local.soak.Counts.Deed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** One who asks for one thing and waits for it, watching or asking again and again. */
record Client(Gateway gateway, Models models, Counts counts, AtomicReference<Job.Image> lastImage) {
    private static final long ASK_AGAIN_MS = 500;
    private static final int EVENTS_BEFORE_LEAVING = 2;

    /** @param guided is conditioned, so that guidance means something */
    record Models(String small, String guided) {}

    /** Ends the watching; nothing went wrong. */
    private static final class Leaves extends RuntimeException {
        Leaves() {
            super("seen enough", null, false, false);
        }
    }

    void ask(Kind kind, long number) throws InterruptedException {
        if (kind == Kind.REFUSED) {
            beRefused(number);
            return;
        }
        Job job = gateway.submit(request(kind, number));
        counts.add(Deed.JOBS);
        if (kind == Kind.CANCELED) {
            gateway.cancel(job.id());
            counts.add(Deed.CANCELED);
        }
        follow(job, number);
    }

    private void beRefused(long number) {
        var wrong = List.<Map<String, Object>>of(
                Map.of("model", models.small(), "steps", 0),
                Map.of("model", "none"),
                Map.of("model", models.small(), "no_such_field", 1));
        try {
            gateway.submit(new JobRequest("nothing", wrong.get((int) (number % wrong.size()))));
        } catch (ProblemFailure e) {
            counts.add(Deed.REFUSED);
        }
    }

    private JobRequest request(Kind kind, long number) {
        var settings = new HashMap<String, Object>(Map.of("model", models.small(), "seed", number, "steps", 4));
        String prompt = "nothing";
        switch (kind) {
            case SEVERAL -> settings.put("n", 8);
            case BULK -> settings.putAll(Map.of("priority", "bulk", "n", 4, "steps", 10));
            case CANCELED -> settings.put("steps", 100);
            case GUIDED -> {
                prompt = "red heart";
                settings.putAll(Map.of("model", models.guided(), "guidance_scale", 3, "steps", 6));
            }
            case LARGER ->
                Optional.ofNullable(lastImage.get()).ifPresent(image -> {
                    settings.put("init_image", image.sha256());
                    settings.put("outpaint", Map.of("left", 4, "top", 4, "right", 4, "bottom", 4));
                });
            case SMALL, REFUSED -> {
                // As it is.
            }
        }
        return new JobRequest(prompt, settings);
    }

    private void follow(Job job, long number) throws InterruptedException {
        switch ((int) (number % 4)) {
            case 0 -> watchAndLeave(job);
            case 1 -> awaitEnd(job);
            default -> {
                gateway.jobEvents(job.id(), Optional.empty(), _ -> {});
                counts.add(Deed.WATCHED);
            }
        }
        Job done = gateway.job(job.id());
        if (done.hasSucceeded()) {
            look(done, number);
        }
    }

    private void watchAndLeave(Job job) {
        var seen = new int[1];
        try {
            gateway.jobEvents(job.id(), Optional.empty(), _ -> {
                if (++seen[0] == EVENTS_BEFORE_LEAVING) {
                    throw new Leaves();
                }
            });
        } catch (Leaves e) {
            counts.add(Deed.LEFT);
        }
    }

    private void awaitEnd(Job job) throws InterruptedException {
        while (!gateway.job(job.id()).isDone()) {
            Thread.sleep(ASK_AGAIN_MS);
        }
    }

    private void look(Job job, long number) {
        Job.Image image = job.images().getFirst();
        gateway.image(image.url());
        counts.add(Deed.IMAGES);
        if (job.model().filter(name -> name.startsWith(models.small())).isPresent()) {
            lastImage.compareAndSet(null, image);
        }
        if (number % 5 == 0) {
            gateway.lineage(image.sha256());
            counts.add(Deed.LINEAGES);
        }
        if (number % 7 == 0) {
            gateway.jobs(Map.of("limit", 50));
            counts.add(Deed.LISTS);
        }
    }
}
