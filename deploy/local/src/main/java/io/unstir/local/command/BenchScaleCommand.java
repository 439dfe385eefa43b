package io.unstir.local.command;

import io.unstir.local.Console;
import io.unstir.local.LocalFailure;
import io.unstir.local.bench.ScaleCheck;
import io.unstir.local.data.FolderTree;
import io.unstir.local.json.Json;
import io.unstir.local.scale.Delay;
import io.unstir.local.scale.Fleet;
import io.unstir.local.scale.Overhead;
import io.unstir.local.scale.Plan;
import io.unstir.local.scale.RunTime;
import io.unstir.local.scale.Shape;
import io.unstir.local.scale.Study;
import io.unstir.local.scale.StudyReport;
import io.unstir.local.scale.WaitChart;
import io.unstir.local.system.Samplers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** How long jobs wait by the number of samplers, simulated from unit costs; or that simulation beside real systems. */
@Command(
        name = "scale",
        header = "Simulate how many samplers a load needs, or check that simulation.",
        description = {
            "A discrete-event simulation of topic, share group, slots and engines: how long jobs wait and how full runs are, by the",
            "number of samplers and what runs of the model cost. With --check it is compared with real systems of 1, 2 and 4",
            "samplers whose model waits instead of working; under ten minutes, keep the machine quiet. docs/scale.md has more."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  unstir bench scale                                     by how busy 1, 4 and 16 samplers are",
            "  unstir bench scale --samplers 2,3,4 --rate 6           how many for six jobs a second",
            "  unstir bench scale --run-time 2:9.5,16:21 --rows 16 --steps 30 --guided   of another model or device",
            "  unstir bench scale --guided --plan 10,1000,100000      samplers, partitions, brokers, rows and bytes",
            "  unstir bench scale --chart waits.png --json figures.json",
            "  unstir bench scale --check --json figures.json"
        })
final class BenchScaleCommand implements Callable<Integer> {
    /** Of ./unstir bench sampler, in docs/benchmarks.md. */
    private static final String MEASURED = "2:27.2,4:51.3,8:113.3,16:226.9";

    /** Of ./unstir bench pipeline, in docs/benchmarks.md: p50 of each stage at 50 jobs a second, in milliseconds. */
    private static final Overhead OVERHEAD = new Overhead(
            Delay.millis(12.6), Delay.millis(1.1), Delay.millis(10.7), Delay.millis(9.7), Delay.millis(20.3));

    /** In docs/scale.md, with where each comes from. */
    private static final Plan.Costs COSTS = new Plan.Costs(3.3, 2.2, 11, 9, 8054, 607, 6_400, 2200);

    private static final double PLANNED_LOAD = 0.7;
    private static final List<Double> LOADS = List.of(0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95);
    private static final List<Integer> CHECKED = List.of(1, 2, 4);
    private static final int CHECK_BURST = 100;
    private static final int CHECK_JOBS_A_SAMPLER = 60;

    @Spec
    CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "With --json: where the figures go; without FILE they are all that stdout gets.")
    Path file;

    @Option(
            names = "--samplers",
            paramLabel = "N,N",
            split = ",",
            description = "How many; several are compared (default: 1,4,16, with --check 1,2,4).")
    List<Integer> samplers;

    @Option(
            names = "--rate",
            paramLabel = "R",
            description = "Jobs a second (default: several, by how busy the samplers are).")
    Double rate;

    @Option(names = "--burst", description = "All jobs at once instead.")
    boolean burst;

    @Option(names = "--jobs", paramLabel = "N", description = "Of a simulated run (default: 8000).")
    int jobs = 8000;

    @Option(names = "--steps", paramLabel = "K", description = "Of an image (default: 20).")
    int steps = 20;

    @Option(
            names = {"-n", "--images"},
            paramLabel = "N",
            description = "Of a job (default: 1).")
    int images = 1;

    @Option(names = "--guided", description = "Two rows a step instead of one.")
    boolean guided;

    @Option(names = "--bulk", description = "By the topic, slots and weight of jobs in bulk.")
    boolean bulk;

    @Option(
            names = "--run-time",
            paramLabel = "ROWS:MS,..",
            description =
                    "How long runs of some sizes take, as ./unstir bench sampler says (default: ${DEFAULT-VALUE}).")
    String runTime = MEASURED;

    @Option(names = "--rows", paramLabel = "B", description = "Most of a run (default: 4, the best of that model).")
    int rows = 4;

    @Option(names = "--slots", paramLabel = "N", description = "Jobs in a sampler's hand at most (default: 24).")
    int slots = 24;

    @Option(names = "--partitions", paramLabel = "N", description = "Of the topic of jobs (default: 12).")
    int partitions = 12;

    @Option(names = "--seed", paramLabel = "S", description = "Of what nobody can foresee (default: 1).")
    long seed = 1;

    @Option(
            names = "--plan",
            paramLabel = "R,R",
            split = ",",
            description = "How much of everything so many images a second take, by multiplication.")
    List<Double> plan = List.of();

    @Option(names = "--chart", paramLabel = "PNG", description = "Draw the waits by how busy the samplers are.")
    Path chart;

    @Option(names = "--check", description = "Compare with real systems.")
    boolean check;

    private final UnstirCommand root;
    private final Console console;

    BenchScaleCommand(UnstirCommand root, Console console) {
        this.root = root;
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (check) {
            return check();
        }
        return plan.isEmpty() ? simulate() : plan();
    }

    private int plan() throws IOException {
        Plan arithmetic;
        try {
            if (images != 1 || plan.stream().anyMatch(each -> !(each > 0))) {
                throw new IllegalArgumentException(
                        "--plan takes images a second above 0, of jobs of one image (got %s of %d)"
                                .formatted(plan, images));
            }
            arithmetic = new Plan(study(), PLANNED_LOAD, COSTS);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        var document = new LinkedHashMap<String, Object>();
        plan.forEach(each -> document.put("%.0f".formatted(each), arithmetic.of(each)));
        deliver(arithmetic.text(plan), Json.pretty(document));
        return UnstirCommand.DONE;
    }

    private int simulate() throws IOException {
        if (chart != null && (rate != null || burst)) {
            throw new ParameterException(spec.commandLine(), "--chart goes with neither --rate nor --burst");
        }
        StudyReport report;
        try {
            report = report(study());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        if (chart != null) {
            String title = "How long jobs wait: %d rows each, runs of at most %d rows"
                    .formatted(report.study().shape().rows(), rows);
            if (!ImageIO.write(WaitChart.of(title, report.lines()), "png", chart.toFile())) {
                throw new LocalFailure("cannot write a PNG to " + chart);
            }
            console.note("chart in " + chart);
        }
        deliver(report.text(), report.json());
        return UnstirCommand.DONE;
    }

    private Study study() {
        var fleet = Fleet.standard(1, rows, RunTime.parse(runTime), OVERHEAD)
                .withPartitions(partitions)
                .withSlots(slots);
        return new Study(fleet, new Shape(images, steps, guided, bulk), jobs, seed);
    }

    private StudyReport report(Study study) {
        var counts = samplers == null ? List.of(1, 4, 16) : samplers;
        if (burst) {
            return new StudyReport(study, counts.stream().map(study::burst).toList());
        }
        if (rate != null) {
            return new StudyReport(
                    study,
                    counts.stream().map(count -> study.atRate(count, rate)).toList());
        }
        return new StudyReport(study, study.sweep(counts, LOADS));
    }

    private int check() throws IOException, InterruptedException {
        var counts = samplers == null ? CHECKED : samplers;
        if (counts.stream().anyMatch(count -> count < 1 || count > Samplers.MOST) || counts.getFirst() != 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--samplers is %s; with --check it must begin with 1, by which unit costs are measured, and end at %d at most"
                            .formatted(counts, Samplers.MOST));
        }
        Path folder = Files.createTempDirectory("unstir-bench");
        try {
            var models = ModelOfNothing.export(folder.resolve("models"));
            var report = new ScaleCheck(counts, CHECK_BURST, CHECK_JOBS_A_SAMPLER, console)
                    .run(folder.resolve("data"), models, ModelOfNothing.NAME);
            deliver(report.text(), report.json());
            return report.isKept() ? UnstirCommand.DONE : UnstirCommand.FAILED;
        } finally {
            FolderTree.delete(folder);
        }
    }

    private void deliver(String text, String json) throws IOException {
        if (!root.global.json || file != null) {
            console.print(text);
        }
        if (root.global.json) {
            if (file == null) {
                console.print(json);
            } else {
                Files.writeString(file, json);
                console.note("figures in " + file);
            }
        }
    }
}
