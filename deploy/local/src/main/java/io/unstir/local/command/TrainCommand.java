package io.unstir.local.command;

import io.unstir.local.Console;
import io.unstir.local.Progress;
import io.unstir.local.api.Gateway;
import io.unstir.local.api.GatewayUnreachable;
import io.unstir.local.api.Training;
import io.unstir.local.json.Json;
import io.unstir.local.system.UsedSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Trains a model, in the system or alone. */
@Command(
        name = "train",
        description = {
            "Train a model and publish it. With --out, train without broker and database, into a folder.",
            "Relative data.folder in CONFIG counts from CONFIG's own folder."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  unstir train my-model.yaml", "  unstir train my-model.yaml --out training/my-model"})
final class TrainCommand implements Callable<Integer> {
    private static final long POLL_MS = 500;
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);

    @ParentCommand
    UnstirCommand parent;

    @Parameters(paramLabel = "CONFIG", description = "The training configuration, YAML.")
    Path config;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Keep the run here and its bundle in DIR/bundle; publish nothing.")
    Path out;

    private final Console console;

    TrainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        String yaml = TrainingConfig.read(config);
        if (out != null) {
            return new StandaloneTraining(config, out, parent.global.json).run();
        }
        try (var system = UsedSystem.open(parent.global.dataFolder(), parent.global.ports(), "train", console)) {
            Training submitted = system.gateway().train(yaml);
            console.note("training " + submitted.id());
            return report(untilDone(system.gateway(), submitted));
        }
    }

    private Training untilDone(Gateway gateway, Training submitted) throws InterruptedException {
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

    private int report(Training training) {
        if (parent.global.json) {
            console.print(Json.pretty(training.document()));
        }
        if (!training.hasSucceeded()) {
            console.note("unstir: training " + training.id() + " " + training.status() + ": "
                    + training.error().orElse("no reason given") + "; see ./unstir logs trainer");
            return UnstirCommand.FAILED;
        }
        if (!parent.global.json) {
            console.print("published " + training.model().orElse("no model"));
        }
        return UnstirCommand.DONE;
    }
}
