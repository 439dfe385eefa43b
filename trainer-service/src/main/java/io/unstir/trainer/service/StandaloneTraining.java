package io.unstir.trainer.service;

import io.unstir.proto.v1.TrainingProgressed;
import io.unstir.proto.v1.TrainingStarted;
import io.unstir.trainer.bundle.Bundle;
import io.unstir.trainer.bundle.BundleException;
import io.unstir.trainer.data.DataCache;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** {@code train CONFIG --out DIR}: a training without Kafka, storage or server, resumed when it is started again. */
final class StandaloneTraining {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int BAD_USAGE = 2;
    private static final String USAGE = "usage: train CONFIG.yaml --out DIR";
    private static final Duration STOP_TIMEOUT = Duration.ofMinutes(1);

    private final PrintStream out;
    private final AtomicBoolean stopRequested = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);

    StandaloneTraining(PrintStream out) {
        this.out = out;
    }

    /** Exit status: 0 done, 1 failed or stopped, 2 bad usage. */
    int run(String... arguments) {
        if (arguments.length != 3 || !arguments[1].equals("--out")) {
            out.println(USAGE);
            return BAD_USAGE;
        }
        Path config = Path.of(arguments[0]).toAbsolutePath();
        String yaml;
        try {
            yaml = Files.readString(config);
        } catch (IOException e) {
            out.println("CONFIG.yaml can't be read as UTF-8 text: " + config);
            return BAD_USAGE;
        }
        var folder = new RunFolder(Path.of(arguments[2]).toAbsolutePath());
        return train(new Training("", yaml, config.getParent(), DataCache.ofUser(), folder, new Lines(out)));
    }

    private int train(Training training) {
        var hook = Thread.ofPlatform().unstarted(this::stop);
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            Optional<Bundle> bundle = training.run(stopRequested::get);
            out.println(
                    bundle.map(made -> "done: bundle %s %s in %s".formatted(made.name(), made.digest(), made.folder()))
                            .orElse("stopped; the same command goes on from here"));
            return bundle.isPresent() ? DONE : FAILED;
        } catch (RuntimeException | OutOfMemoryError e) {
            var failure = Failure.of(e);
            boolean told = !failure.isInternal() || e instanceof BundleException;
            out.println("failed (" + failure.code() + "): " + (told ? e.getMessage() : e));
            if (!told) {
                e.printStackTrace(out);
            }
            return FAILED;
        } finally {
            ended.countDown();
            if (!stopRequested.get()) {
                Runtime.getRuntime().removeShutdownHook(hook);
            }
        }
    }

    /** On Ctrl-C: lets the current step end and its state be saved. */
    private void stop() {
        stopRequested.set(true);
        try {
            if (!ended.await(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                out.println("not stopped in time; the last checkpoint is kept");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Progress as lines: all of it on a terminal, every ten seconds in a file. */
    private static final class Lines implements TrainingObserver {
        private static final int LOADED_STEP = 500;

        private final PrintStream out;
        private final long everyNanos;
        private long lastNanos;

        Lines(PrintStream out) {
            this.out = out;
            boolean terminal = System.console() != null && System.console().isTerminal();
            everyNanos = (terminal ? Duration.ofSeconds(1) : Duration.ofSeconds(10)).toNanos();
        }

        @Override
        public void loaded(int done, int total) {
            if (done % LOADED_STEP == 0 || done == total) {
                out.printf("loading data: %d of %d%n", done, total);
            }
        }

        @Override
        public void started(TrainingStarted event) {
            out.printf(
                    "training %s@%s: %,d parameters, %d images, steps %d to %d%n",
                    event.getModel(),
                    event.getVersion(),
                    event.getParameters(),
                    event.getDatasetItems(),
                    event.getFromStep(),
                    event.getTotalSteps());
            lastNanos = System.nanoTime() - everyNanos;
        }

        @Override
        public void reported(String lines, Path folder) {
            out.print(lines);
            out.println("pictures in " + folder);
        }

        @Override
        public void progressed(TrainingProgressed event) {
            long now = System.nanoTime();
            if (now - lastNanos >= everyNanos || event.getStep() == event.getTotalSteps()) {
                lastNanos = now;
                out.printf(
                        "step %d of %d, loss %.4f, %.1f images/s%n",
                        event.getStep(), event.getTotalSteps(), event.getLoss(), event.getImagesPerSecond());
            }
        }
    }
}
