package io.unstir.local.command;

import io.unstir.local.Console;
import io.unstir.local.api.Gateway;
import io.unstir.local.api.GatewayUnreachable;
import io.unstir.local.api.Job;
import io.unstir.local.api.JobRequest;
import io.unstir.local.api.ProblemFailure;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The jobs a command waits for. When it ends before they do, they are canceled as far as that goes quickly: nobody would
 * fetch their images.
 */
final class OpenJobs implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Gateway gateway;
    private final Console console;
    private final Set<String> open = ConcurrentHashMap.newKeySet();

    OpenJobs(Gateway gateway, Console console) {
        this.gateway = gateway;
        this.console = console;
    }

    Job submit(JobRequest request) {
        return waitFor(gateway.submit(request));
    }

    Job waitFor(Job job) {
        open.add(job.id());
        return job;
    }

    void waitFor(String id) {
        open.add(id);
    }

    void ended(String id) {
        open.remove(id);
    }

    /** The job that {@code idempotencyKey} stands for, which an earlier command may have asked for. */
    Job submit(JobRequest request, String idempotencyKey) {
        Job job = gateway.submit(request, idempotencyKey);
        open.add(job.id());
        saw(job);
        return job;
    }

    /** Takes note of how a job stands. */
    void saw(Job job) {
        if (job.isDone()) {
            open.remove(job.id());
        }
    }

    /** Asks for those that are open to be canceled; returns soon, whatever becomes of it. */
    @Override
    public void close() {
        List<String> left = List.copyOf(open);
        open.removeAll(left);
        if (left.isEmpty()) {
            return;
        }
        console.note("canceling " + left.size() + (left.size() == 1 ? " job ..." : " jobs ..."));
        var asking = Thread.ofPlatform().daemon().start(() -> left.forEach(this::cancel));
        try {
            asking.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void cancel(String id) {
        try {
            gateway.cancel(id);
        } catch (GatewayUnreachable | ProblemFailure e) {
            console.note("unstir: job " + id + " is not canceled: " + e.getMessage());
        }
    }
}
