package io.unstir.local.command;

import io.unstir.local.Console;
import io.unstir.local.LocalFailure;
import io.unstir.local.data.FolderTree;
import io.unstir.local.process.JavaCommand;
import io.unstir.local.system.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        int status = run("sampler-service", onlyJson, arguments);
        if (status == UnstirCommand.DONE && root.global.json) {
            deliver(Files.readString(figures));
        }
        return status;
    }

    private void deliver(String figures) throws IOException {
        if (file == null) {
            console.print(figures.strip());
        } else {
            Files.writeString(file, figures);
            console.note("figures in " + file);
        }
    }

    private static Path exported(Path folder) throws IOException, InterruptedException {
        Path config = Installation.find().starterModels().resolve("bench.yaml");
        int status = run("trainer-service", true, List.of("export", config.toString(), "--out", folder.toString()));
        if (status != UnstirCommand.DONE) {
            throw new LocalFailure("the model to measure with could not be made");
        }
        return folder;
    }

    /** @param quiet what it says goes to stderr */
    private static int run(String module, boolean quiet, List<String> arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(
                List.of("-Xmx2g", "-jar", Installation.find().jar(module).toString()));
        command.addAll(arguments);
        var builder = new ProcessBuilder(JavaCommand.of(command)).inheritIO();
        if (quiet) {
            builder.redirectOutput(Path.of("/dev/stderr").toFile());
        }
        Process process = builder.start();
        var stop = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(stop);
        try {
            return process.waitFor();
        } finally {
            if (!process.isAlive()) {
                Runtime.getRuntime().removeShutdownHook(stop);
            }
        }
    }
}
