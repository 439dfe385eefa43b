package io.unstir.local.command;

import io.unstir.local.Console;
import io.unstir.local.api.Training;
import io.unstir.local.system.UsedSystem;
import java.io.IOException;
import java.nio.file.Path;
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
            "Relative data.folder, data.file and start_from in CONFIG count from CONFIG's own folder."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  unstir train my-model.yaml", "  unstir train my-model.yaml --out training/my-model"})
final class TrainCommand implements Callable<Integer> {
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
            Training ended = new TrainingWatch(system.gateway(), console).untilDone(submitted);
            return new TrainingEnd(console, parent.global.json).tell(ended);
        }
    }
}
