package io.unstir.local.command;

import io.unstir.local.Console;
import io.unstir.local.LocalFailure;
import io.unstir.local.data.DataFolder;
import io.unstir.local.data.FolderTree;
import io.unstir.local.soak.Soak;
import io.unstir.local.soak.SoakChart;
import io.unstir.local.soak.SoakReport;
import io.unstir.local.system.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Whether anything grows, with a system of its own beside whatever runs. */
@Command(
        name = "soak",
        header = "Look whether a system takes more and more of anything.",
        description = {
            "An hour of mixed load: small and larger images, several at once, guided, in bulk and canceled, requests that are refused,",
            "watchers that stay or leave, and a training now and then. Heap after a collection, private memory, open handles and threads",
            "of each process, connections and size of the database, and what waits: 1 where any of it grows, a job is lost or a process ends."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  unstir bench soak",
            "  unstir bench soak --minutes 480 --chart soak.png --json soak.json",
            "  unstir bench soak --minutes 6 --rate 2                  a look: growth that takes longer is not seen"
        })
final class BenchSoakCommand implements Callable<Integer> {
    private static final int WARM_UP_PART = 6;
    private static final String GUIDED = "emoji";

    @Spec
    CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "With --json: where the figures go; without FILE they are all that stdout gets.")
    Path file;

    @Option(names = "--minutes", paramLabel = "M", description = "How long, the warm-up included (default: 60).")
    int minutes = 60;

    @Option(names = "--warm-up", paramLabel = "M", description = "Minutes that do not count (default: a sixth).")
    Integer warmUp;

    @Option(names = "--rate", paramLabel = "R", description = "Asked for a second (default: 4).")
    double rate = 4;

    @Option(names = "--chart", paramLabel = "PNG", description = "Draw what was seen.")
    Path chart;

    private final UnstirCommand root;
    private final Console console;

    BenchSoakCommand(UnstirCommand root, Console console) {
        this.root = root;
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Soak soak = soak();
        Path folder = Files.createTempDirectory("unstir-bench");
        try {
            Path models = ModelOfNothing.export(folder.resolve("models"));
            FolderTree.copy(Installation.find().starterModels().resolve(GUIDED), models.resolve(GUIDED));
            SoakReport report = soak.run(new DataFolder(folder.resolve("data")), models, ModelOfNothing.NAME, GUIDED);
            draw(report);
            deliver(report, folder.resolve("figures.json"));
            return report.isFlat() ? UnstirCommand.DONE : UnstirCommand.FAILED;
        } finally {
            FolderTree.delete(folder);
        }
    }

    private Soak soak() {
        try {
            int unwatched = warmUp == null ? minutes / WARM_UP_PART : warmUp;
            return new Soak(Duration.ofMinutes(minutes), Duration.ofMinutes(unwatched), rate, console);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private void draw(SoakReport report) throws IOException {
        if (chart == null) {
            return;
        }
        if (!ImageIO.write(SoakChart.of(report), "png", chart.toFile())) {
            throw new LocalFailure("cannot write a PNG to " + chart);
        }
        console.note("chart in " + chart);
    }

    private void deliver(SoakReport report, Path figures) throws IOException {
        if (!root.global.json || file != null) {
            console.print(report.text());
        }
        if (root.global.json) {
            Files.writeString(figures, report.json());
            new Figures(figures).deliver(file, console);
        }
    }
}
