package io.unstir.trainer.service;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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

/**
 * {@code train CONFIG --out DIR [--json]}: a training without Kafka, storage or server, resumed when it is started again. With
 * {@code --json} all that stdout gets is one document at the end.
 */
final class StandaloneTraining {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int BAD_USAGE = 2;
    private static final String USAGE = "usage: train CONFIG.yaml --out DIR [--json]";
    private static final Duration STOP_TIMEOUT = Duration.ofMinutes(1);

    private final PrintStream out;
    private final PrintStream err;
    private final AtomicBoolean stopRequested = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);

    StandaloneTraining(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Exit status: 0 done, 1 failed or stopped, 2 bad usage. */
    int run(String... arguments) {
        boolean json = arguments.length == 4 && arguments[3].equals("--json");
        if (arguments.length != (json ? 4 : 3) || !arguments[1].equals("--out")) {
            err.println(USAGE);
            return BAD_USAGE;
        }
        Path config = Path.of(arguments[0]).toAbsolutePath();
        String yaml;
        try {
            yaml = Files.readString(config);
        } catch (IOException e) {
            err.println("CONFIG.yaml can't be read as UTF-8 text: " + config);
            return BAD_USAGE;
        }
        var folder = new RunFolder(Path.of(arguments[2]).toAbsolutePath());
        PrintStream told = json ? err : out;
        var lines = new ProgressLines(told, isTerminal(), System::nanoTime);
        var training = new Training("", yaml, config.getParent(), DataCache.ofUser(), folder, lines);
        return train(training, told, json);
    }

    private int train(Training training, PrintStream told, boolean json) {
        var hook = Thread.ofPlatform().unstarted(this::stop);
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            Optional<Bundle> bundle = training.run(stopRequested::get);
            told.println(
                    bundle.map(made -> "done: bundle %s %s in %s".formatted(made.name(), made.digest(), made.folder()))
                            .orElse("stopped; the same command goes on from the newest checkpoint"));
            if (json) {
                out.println(bundle.map(StandaloneTraining::document).orElse("{\"status\":\"stopped\"}"));
            }
            return bundle.isPresent() ? DONE : FAILED;
        } catch (RuntimeException | OutOfMemoryError e) {
            var failure = Failure.of(e);
            boolean known = !failure.isInternal() || e instanceof BundleException;
            told.println("failed (" + failure.code() + "): " + (known ? e.getMessage() : e));
            if (!known) {
                e.printStackTrace(told);
            }
            if (json) {
                out.println(failed(failure));
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
                err.println("not stopped in time; the last checkpoint is kept");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isTerminal() {
        return System.console() != null && System.console().isTerminal();
    }

    private static String document(Bundle bundle) {
        var lineage = bundle.manifest().getLineage();
        return JsonNodeFactory.instance
                .objectNode()
                .put("status", "succeeded")
                .put("model", bundle.manifest().getModel())
                .put("version", bundle.manifest().getVersion())
                .put("digest", bundle.digest())
                .put("folder", bundle.folder().toString())
                .put("steps", lineage.getSteps())
                .put("loss", lineage.getMetricsOrDefault("loss", 0))
                .put("parity_error", lineage.getMetricsOrDefault("parity_error", 0))
                .toString();
    }

    private static String failed(Failure failure) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("status", "failed")
                .put("code", failure.code())
                .put("message", failure.message())
                .toString();
    }
}
