package io.unstir.local.command;

import io.unstir.local.Console;
import io.unstir.local.bench.PipelineBenchmark;
import io.unstir.local.bench.PipelineReport;
import io.unstir.local.data.DataFolder;
import io.unstir.local.data.FolderTree;
import io.unstir.local.system.Samplers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The way of a job, with a system of its own beside whatever runs. */
@Command(
        name = "pipeline",
        header = "Measure the way of a job.",
        description = {
            "From POST to the succeeded event and the database's row, stage by stage, with a model that costs nothing:",
            "1,500 jobs at 50 a second, then 20,000 at once. Some minutes on two cores; keep the machine quiet."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  unstir bench pipeline",
            "  unstir bench pipeline --samplers 2 --json figures.json   a table, and the figures in a file",
            "  unstir bench pipeline --quick"
        })
final class BenchPipelineCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "With --json: where the figures go; without FILE they are all that stdout gets.")
    Path file;

    @Option(names = "--samplers", paramLabel = "N", description = "Sampler replicas (default: 1).")
    int samplers = 1;

    @Option(names = "--quick", description = "A look instead of a measurement.")
    boolean quick;

    private final UnstirCommand root;
    private final Console console;

    BenchPipelineCommand(UnstirCommand root, Console console) {
        this.root = root;
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (samplers < 1 || samplers > Samplers.MOST) {
            throw new ParameterException(
                    spec.commandLine(), "--samplers is " + samplers + ", it must be from 1 to " + Samplers.MOST);
        }
        Path folder = Files.createTempDirectory("unstir-bench");
        try {
            Path models = ModelOfNothing.export(folder.resolve("models"));
            var extent = quick ? PipelineBenchmark.Extent.QUICK : PipelineBenchmark.Extent.FULL;
            PipelineReport report = new PipelineBenchmark(extent, samplers, console)
                    .run(new DataFolder(folder.resolve("data")), models, ModelOfNothing.NAME);
            return deliver(report, folder.resolve("figures.json"));
        } finally {
            FolderTree.delete(folder);
        }
    }

    private int deliver(PipelineReport report, Path figures) throws IOException {
        if (!root.global.json || file != null) {
            console.print(report.text());
        }
        if (root.global.json) {
            Files.writeString(figures, report.json());
            new Figures(figures).deliver(file, console);
        }
        return UnstirCommand.DONE;
    }
}
