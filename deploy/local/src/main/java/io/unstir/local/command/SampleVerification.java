package io.unstir.local.command;

import io.unstir.local.Progress;
import io.unstir.local.api.Gateway;
import io.unstir.local.api.ProblemFailure;
import io.unstir.local.api.Verification;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Has many images made again, some at a time.
 *
 * @param parallel how many of them at most
 */
record SampleVerification(Gateway gateway, OpenJobs open, Progress progress, int parallel) {
    private static final Duration POLL = Duration.ofMillis(200);
    /** As long as the gateway refuses more while none of these is on the way. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Each image's verification when it is decided, in the order of the images. */
    List<Verification> of(List<String> images) throws InterruptedException {
        var waiting = new ArrayDeque<>(images);
        var running = new ArrayList<Verification>();
        var done = new LinkedHashMap<String, Verification>();
        long taken = System.nanoTime();
        while (done.size() < images.size()) {
            while (running.size() < parallel && !waiting.isEmpty()) {
                var started = start(waiting.peek(), running.isEmpty() && isOver(taken));
                if (started.isEmpty()) {
                    break;
                }
                waiting.remove();
                running.add(started.get());
                taken = System.nanoTime();
            }
            Thread.sleep(POLL);
            running.replaceAll(gateway::refreshed);
            running.removeIf(verification -> isDone(verification, done));
            show(done, images.size());
        }
        progress.end();
        return images.stream().map(done::get).toList();
    }

    private static boolean isOver(long taken) {
        return System.nanoTime() - taken > PATIENCE.toNanos();
    }

    /** Empty where the gateway wants no more for now. @param isLast whether that is a failure */
    private Optional<Verification> start(String sha256, boolean isLast) {
        try {
            var started = gateway.verifyInBulk(sha256);
            open.waitFor(started.job());
            return Optional.of(started);
        } catch (ProblemFailure e) {
            if (isLast || !e.problem().isForNow()) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private boolean isDone(Verification verification, Map<String, Verification> done) {
        if (verification.isPending() || verification.isBeingCompared()) {
            return false;
        }
        open.ended(verification.job());
        done.put(verification.image(), verification);
        return true;
    }

    private void show(Map<String, Verification> done, int all) {
        long others = done.values().stream()
                .filter(verification -> !verification.isEqual())
                .count();
        progress.show(
                (double) done.size() / all,
                done.size() + " of " + all + " images" + (others == 0 ? "" : ", " + others + " not equal"));
    }
}
