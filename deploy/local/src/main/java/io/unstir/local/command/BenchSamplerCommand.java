package io.unstir.local.command;

import io.unstir.local.Console;
import io.unstir.local.LocalFailure;
import io.unstir.local.data.FolderTree;
import io.unstir.local.system.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** The sampler's engine with a model of its own, without broker and database. */
@Command(
        name = "sampler",
        header = "Measure the sampler's engine.",
        description = {
            "Batch sizes, a saturated mixed load, jobs mixed against one at a time, and how long a short job waits",
            "behind long ones. About three minutes on two cores; keep the machine quiet."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  unstir bench sampler",
            "  unstir bench sampler --json figures.json           a table, and the figures in a file",
            "  unstir bench sampler --model deploy/models/emoji   with another bundle"
        })
final class BenchSamplerCommand implements Callable<Integer> {
    @ParentCommand
    BenchCommand parent;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "With --json: where the figures go; without FILE they are all that stdout gets.")
    Path file;

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "A bundle (default: 6.8 M random parameters, deploy/models/bench.yaml).")
    Path model;

    @Option(names = "--quick", description = "A look instead of a measurement.")
    boolean quick;

    @Option(names = "--device", paramLabel = "D", description = "auto, cpu or cuda:N (default: auto).")
    String device;

    @Option(names = "--threads", paramLabel = "N", description = "Of a run (default: one a processor).")
    Integer threads;

    private final Console console;
    private final UnstirCommand root;

    BenchSamplerCommand(UnstirCommand root, Console console) {
        this.root = root;
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("unstir-bench");
        try {
            return measure(model != null ? model : exported(folder.resolve("model")), folder.resolve("figures.json"));
        } finally {
            FolderTree.delete(folder);
        }
    }

    private int measure(Path bundle, Path figures) throws IOException, InterruptedException {
        var arguments = new ArrayList<>(List.of("bench", bundle.toString(), "--json", figures.toString()));
        if (quick) {
            arguments.add("--quick");
        }
        if (device != null) {
            arguments.addAll(List.of("--device", device));
        }
        if (threads != null) {
            arguments.addAll(List.of("--threads", threads.toString()));
        }
        boolean onlyJson = root.global.json && file == null;
        int status = new ServiceProgram("sampler-service", arguments, Map.of()).run(onlyJson);
        if (status == UnstirCommand.DONE && root.global.json) {
            new Figures(figures).deliver(file, console);
        }
        return status;
    }

    private static Path exported(Path folder) throws IOException, InterruptedException {
        Path config = Installation.find().starterModels().resolve("bench.yaml");
        int status = new ServiceProgram(
                        "trainer-service", List.of("export", config.toString(), "--out", folder.toString()), Map.of())
                .run(true);
        if (status != UnstirCommand.DONE) {
            throw new LocalFailure("the model to measure with could not be made");
        }
        return folder;
    }
}
