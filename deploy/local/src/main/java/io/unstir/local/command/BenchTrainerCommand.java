package io.unstir.local.command;

import io.unstir.local.Console;
import io.unstir.local.data.FolderTree;
import io.unstir.local.system.Installation;
import io.unstir.local.system.TensorMemory;
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

/** The training loop, without broker and database, beside eager PyTorch where that is installed. */
@Command(
        name = "trainer",
        header = "Measure the training loop.",
        description = {
            "Steps a second, where a step's time goes, memory over 1,000 steps and, where PyTorch is installed, ten alternating",
            "pairs with the same network in eager PyTorch. Ten minutes and more on two cores; keep the machine quiet."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  unstir bench trainer",
            "  unstir bench trainer --pytorch /usr/bin/python3     an interpreter that has torch",
            "  unstir bench trainer --quick --json figures.json    a look; the figures in a file"
        })
final class BenchTrainerCommand implements Callable<Integer> {
    @ParentCommand
    BenchCommand parent;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "With --json: where the figures go; without FILE they are all that stdout gets.")
    Path file;

    @Option(
            names = "--pytorch",
            paramLabel = "PYTHON",
            description = "Interpreter with torch (default: python3, passed over where it has none).")
    String pytorch;

    @Option(
            names = "--same-allocator",
            description = "Start PyTorch with the trainer's settings of the C library's allocator, too.")
    boolean sameAllocator;

    @Option(names = "--quick", description = "A look instead of a measurement.")
    boolean quick;

    private final Console console;
    private final UnstirCommand root;

    BenchTrainerCommand(UnstirCommand root, Console console) {
        this.root = root;
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("unstir-bench");
        try {
            return measure(folder.resolve("figures.json"));
        } finally {
            FolderTree.delete(folder);
        }
    }

    private int measure(Path figures) throws IOException, InterruptedException {
        Installation installation = Installation.find();
        var arguments = new ArrayList<>(List.of(
                "bench",
                installation.starterModels().resolve("bench.yaml").toString(),
                "--script",
                installation.home().resolve("deploy/bench/pytorch_trainer.py").toString(),
                "--json",
                figures.toString()));
        if (pytorch != null) {
            arguments.addAll(List.of("--pytorch", pytorch));
        }
        if (sameAllocator) {
            arguments.add("--same-allocator");
        }
        if (quick) {
            arguments.add("--quick");
        }
        boolean onlyJson = root.global.json && file == null;
        int status = new ServiceProgram("trainer-service", arguments, TensorMemory.environment()).run(onlyJson);
        if (status == UnstirCommand.DONE && root.global.json) {
            new Figures(figures).deliver(file, console);
        }
        return status;
    }
}
