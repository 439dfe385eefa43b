package io.unstir.local.supervisor;

import io.unstir.local.LocalFailure;
import io.unstir.local.process.Detached;
import io.unstir.local.process.RunningProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Keeps one service running: starts it, waits until it is ready, and starts it again when it ends unasked. */
final class Keeper {
    private static final Duration POLL = Duration.ofMillis(50);
    private static final int TAIL = 15;

    private final Service service;
    private final Path folder;
    private final Events events;
    private final Duration patience;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private Process process;
    private boolean stopping;

    /** What the supervisor wants to hear; called from the keeper's thread. */
    interface Events {
        void started(Service service, RunningProcess process);

        void ready(Service service, Duration after);

        void restarting(Service service, String why, Duration in);
    }

    /**
     * @param folder where the process runs
     * @param patience how long the first start may take until ready
     */
    Keeper(Service service, Path folder, Events events, Duration patience) {
        this.service = service;
        this.folder = folder;
        this.events = events;
        this.patience = patience;
    }

    Service service() {
        return service;
    }

    /** Completes when it is ready for the first time; fails with a {@link LocalFailure} when it will not be. */
    CompletableFuture<Void> ready() {
        return ready;
    }

    void start(List<CompletableFuture<Void>> after) {
        Thread.ofPlatform().daemon().name("keep-" + service.name()).start(() -> {
            try {
                CompletableFuture.allOf(after.toArray(CompletableFuture[]::new)).join();
                firstStart();
                keep();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                ready.completeExceptionally(e);
            } catch (Exception e) {
                ready.completeExceptionally(e);
            }
        });
    }

    /** Asks the process to end, for good; empty when none runs. */
    synchronized Optional<ProcessHandle> requestStop() {
        stopping = true;
        if (process == null || !process.isAlive()) {
            return Optional.empty();
        }
        service.requestStop(process.toHandle());
        return Optional.of(process.toHandle());
    }

    private void firstStart() throws Exception {
        Instant begin = Instant.now();
        if (!launch()) {
            return;
        }
        Instant deadline = begin.plus(patience);
        while (!service.isReady(process.toHandle())) {
            if (!process.isAlive()) {
                throw failure(ended(process.exitValue()));
            }
            if (Instant.now().isAfter(deadline)) {
                throw failure("is not ready after " + patience.toSeconds() + " s");
            }
            Thread.sleep(POLL);
        }
        events.ready(service, Duration.between(begin, Instant.now()));
        ready.complete(null);
    }

    private void keep() throws InterruptedException {
        Duration wait = Duration.ZERO;
        Instant begin = Instant.now();
        while (true) {
            String why = process == null ? "did not start" : ended(process.waitFor());
            if (isStopping()) {
                return;
            }
            wait = Backoff.DEFAULT.next(wait, Duration.between(begin, Instant.now()));
            events.restarting(service, why, wait);
            Thread.sleep(wait);
            begin = Instant.now();
            try {
                if (!launch()) {
                    return;
                }
            } catch (Exception e) {
                // The next round tells it and tries again; the system's other services still work.
                forgetProcess();
            }
        }
    }

    /** False when asked to stop meanwhile: then nothing may be left running. */
    private boolean launch() throws Exception {
        Service.Launch launch = service.prepare();
        synchronized (this) {
            if (stopping) {
                return false;
            }
            process = spawn(launch);
        }
        events.started(service, RunningProcess.of(process.toHandle()));
        return true;
    }

    private Process spawn(Service.Launch launch) {
        try {
            service.log().rotate();
            var builder = new ProcessBuilder(Detached.command(launch.command()))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(service.log().path().toFile());
            builder.environment().putAll(launch.environment());
            return builder.start();
        } catch (IOException e) {
            throw new LocalFailure(service.title() + " cannot be started: " + e.getMessage(), e);
        }
    }

    private synchronized boolean isStopping() {
        return stopping;
    }

    private synchronized void forgetProcess() {
        process = null;
    }

    private LocalFailure failure(String what) {
        var message = new StringBuilder(service.title()).append(' ').append(what);
        List<String> tail = service.log().tail(TAIL);
        if (!tail.isEmpty()) {
            message.append("; its last lines:\n");
            tail.forEach(line -> message.append("    ").append(line).append('\n'));
        } else {
            message.append(" and wrote nothing\n");
        }
        return new LocalFailure(
                message.append("log file: ").append(service.log().path()).toString());
    }

    private static String ended(int exit) {
        return exit > 128 ? "ended by signal " + (exit - 128) : "ended with exit code " + exit;
    }
}
