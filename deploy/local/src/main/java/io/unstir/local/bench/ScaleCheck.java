package io.unstir.local.bench;

import io.unstir.local.Console;
import io.unstir.local.data.DataFolder;
import io.unstir.local.scale.Arrival;
import io.unstir.local.scale.Fleet;
import io.unstir.local.scale.RunTime;
import io.unstir.local.scale.Shape;
import io.unstir.local.scale.Simulation;
import io.unstir.local.system.Installation;
import io.unstir.local.system.LocalSystem;
import io.unstir.local.system.PortPlan;
import io.unstir.local.system.Samplers;
import io.unstir.local.system.Topology;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * The simulation beside real systems with one, two and more samplers. Their model costs next to nothing and waits, so that all of them have room on one machine. What a lone job's stages cost is
 * measured with one sampler; from that, loads are predicted, and then they are sent.
 *
 * @param burst jobs that come within moments
 * @param poisson jobs that come at random, for each sampler
 */
public record ScaleCheck(List<Integer> samplers, int burst, int poisson, Console console) {
    private static final int RUN_MILLIS = 40;
    private static final int ROW_MILLIS = 10;
    private static final int ROWS = 4;
    private static final RunTime TOLD = RunTime.linear(RUN_MILLIS, ROW_MILLIS);
    private static final Map<String, String> SETTINGS = Map.of(
            "QUARKUS_PROFILE",
            "bench",
            "UNSTIR_SAMPLER_BENCH_RUN_DELAY",
            RUN_MILLIS + "ms",
            "UNSTIR_SAMPLER_BENCH_ROW_DELAY",
            ROW_MILLIS + "ms",
            "UNSTIR_SAMPLER_MAX_ROWS",
            Integer.toString(ROWS),
            "UNSTIR_SAMPLER_THREADS",
            "1");

    /** None is guided: a model that is told nothing has no condition to go away from, so guidance gives it no second row. */
    private static final List<Shape> SHAPES = List.of(
            Shape.image(20, false), Shape.image(40, false), Shape.image(10, false), new Shape(2, 20, false, false));

    private static final Shape LONE = Shape.image(5, false);
    private static final int LONE_JOBS = 40;
    private static final double LONE_APART = 0.4;
    private static final int WARMUP_JOBS = 30;
    private static final double WARMUP_LOAD = 0.5;
    private static final double BURST_APART = 0.01;
    private static final double LOAD = 0.7;
    private static final int PREDICTIONS = 21;

    /**
     * @param data an empty folder, in which each system gets its own
     * @param models a folder whose only sub-folder is a bundle
     * @param model its name
     */
    public ScaleCheckReport run(Path data, Path models, String model) throws InterruptedException {
        Optional<UnitCosts> costs = Optional.empty();
        Optional<Footprint> footprint = Optional.empty();
        var comparisons = new ArrayList<Comparison>();
        for (int count : samplers) {
            console.note("starting a system with %d sampler%s ...".formatted(count, count == 1 ? "" : "s"));
            var ports = PortPlan.unused();
            String kafka = "127.0.0.1:" + ports.kafka();
            var folder = new DataFolder(data.resolve("samplers-" + count));
            var installation = Installation.find().withStarterModels(models);
            try (var system = LocalSystem.start(
                    folder, installation, ports, Topology.of(new Samplers(count, SETTINGS)), "bench", console)) {
                PublishedModel.await(system.gateway(), model);
                try (var events = EventTail.open(kafka);
                        var client = new Client(system.gateway(), model)) {
                    var jobs = new SentJobs(client, events);
                    jobs.run(poisson(count, WARMUP_LOAD, WARMUP_JOBS, 1), 0);
                    if (costs.isEmpty()) {
                        costs = Optional.of(unitCosts(jobs));
                    }
                    var before = Footprint.of(kafka);
                    comparisons.addAll(compare(count, costs.get(), jobs));
                    footprint = Optional.of(Footprint.of(kafka).since(before, burst + count * poisson));
                }
            }
        }
        return new ScaleCheckReport(costs.orElseThrow(), comparisons, footprint.orElseThrow());
    }

    private UnitCosts unitCosts(SentJobs jobs) throws InterruptedException {
        console.note("%d jobs alone ...".formatted(LONE_JOBS));
        var lone = jobs.run(Arrival.burst(LONE_APART, LONE_JOBS, List.of(LONE), 1), 1_000);
        return UnitCosts.of(lone, LONE.steps(), TOLD.seconds(1) * 1000);
    }

    private List<Comparison> compare(int count, UnitCosts costs, SentJobs jobs) throws InterruptedException {
        var fleet = Fleet.standard(count, ROWS, costs.runTime(TOLD, ROWS), costs.overhead());
        var rush = Arrival.burst(BURST_APART, burst, SHAPES, 2);
        var steady = poisson(count, LOAD, count * poisson, 3);
        return List.of(
                compare(fleet, "burst of %d".formatted(burst), rush, jobs, 10_000),
                compare(fleet, "Poisson at %.0f %%".formatted(100 * LOAD), steady, jobs, 20_000));
    }

    private Comparison compare(Fleet fleet, String load, List<Arrival> arrivals, SentJobs jobs, long firstSeed)
            throws InterruptedException {
        var predicted = Comparison.Figures.predicted(LongStream.range(0, PREDICTIONS)
                .mapToObj(seed -> Simulation.run(fleet, arrivals, seed))
                .toList());
        console.note("%s: %d jobs ...".formatted(load, arrivals.size()));
        return new Comparison(
                fleet.samplers(), load, predicted, Comparison.Figures.measured(jobs.run(arrivals, firstSeed)));
    }

    /** @param load of what so many samplers can do */
    private static List<Arrival> poisson(int samplers, double load, int jobs, long seed) {
        double rowsOfJob = SHAPES.stream().mapToInt(Shape::rows).average().orElseThrow();
        double rowsASecond = samplers * ROWS / TOLD.seconds(ROWS);
        return Arrival.poisson(load * rowsASecond / rowsOfJob, jobs, SHAPES, seed);
    }
}
