package io.unstir.local.command;

import io.unstir.local.Console;
import io.unstir.local.Progress;
import io.unstir.local.api.Gateway;
import io.unstir.local.api.GatewayUnreachable;
import io.unstir.local.api.Training;
import java.time.Duration;
import java.util.Locale;

/** Watches a training until it ends. */
record TrainingWatch(Gateway gateway, Console console) {
    private static final long POLL_MS = 500;
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);

    Training untilDone(Training submitted) throws InterruptedException {
        var progress = new Progress(console);
        Training training = submitted;
        long heard = System.nanoTime();
        while (!training.isDone()) {
            Thread.sleep(POLL_MS);
            try {
                training = gateway.training(submitted.id());
                heard = System.nanoTime();
            } catch (GatewayUnreachable e) {
                if (System.nanoTime() - heard > LONGEST_SILENCE.toNanos()) {
                    throw e;
                }
            }
            show(progress, training);
        }
        progress.end();
        return training;
    }

    private static void show(Progress progress, Training training) {
        if (training.totalSteps() == 0) {
            progress.show(0, training.status());
            return;
        }
        double fraction = (double) training.step() / training.totalSteps();
        var details = new StringBuilder("step " + training.step() + " of " + training.totalSteps());
        training.loss().ifPresent(loss -> details.append(String.format(Locale.ROOT, "  loss %.4f", loss)));
        training.imagesPerSecond()
                .ifPresent(rate -> details.append(String.format(Locale.ROOT, "  %.1f images/s", rate)));
        progress.show(fraction, details.toString());
    }
}
