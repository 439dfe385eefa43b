package io.unstir.local.command;

import io.unstir.local.Console;
import io.unstir.local.bench.StorageBenchmark;
import io.unstir.local.bench.StorageReport;
import io.unstir.local.data.DataFolder;
import io.unstir.local.data.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Storage with a broker and a database of its own beside whatever runs. */
@Command(
        name = "storage",
        header = "Measure storage.",
        description = {
            "How many events a second go from the topics into the tables, and how fast questions are answered out of tables with a",
            "million images and ten million events. Some minutes on two cores and some GB of disk; keep the machine quiet."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  unstir bench storage",
            "  unstir bench storage --json figures.json   a table, and the figures in a file",
            "  unstir bench storage --quick"
        })
final class BenchStorageCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "With --json: where the figures go; without FILE they are all that stdout gets.")
    Path file;

    @Option(names = "--quick", description = "A look instead of a measurement.")
    boolean quick;

    private final UnstirCommand root;
    private final Console console;

    BenchStorageCommand(UnstirCommand root, Console console) {
        this.root = root;
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("unstir-bench");
        try {
            var extent = quick ? StorageBenchmark.Extent.QUICK : StorageBenchmark.Extent.FULL;
            StorageReport report = new StorageBenchmark(extent, console).run(new DataFolder(folder.resolve("data")));
            if (!root.global.json || file != null) {
                console.print(report.text());
            }
            if (root.global.json) {
                Path figures = folder.resolve("figures.json");
                Files.writeString(figures, report.json());
                new Figures(figures).deliver(file, console);
            }
            return UnstirCommand.DONE;
        } finally {
            FolderTree.delete(folder);
        }
    }
}
