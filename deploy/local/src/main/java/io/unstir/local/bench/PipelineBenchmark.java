package io.unstir.local.bench;

import io.unstir.local.Console;
import io.unstir.local.data.DataFolder;
import io.unstir.local.database.Postgres;
import io.unstir.local.supervisor.SystemState;
import io.unstir.local.system.Installation;
import io.unstir.local.system.KeptSystem;
import io.unstir.local.system.LocalSystem;
import io.unstir.local.system.PortPlan;
import io.unstir.local.system.Samplers;
import io.unstir.local.system.Topology;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A whole system of its own, real broker and database included, with a model that costs next to nothing: what is left is the way of a job.
 *
 * @param extent how long and how much
 * @param samplers replicas
 */
public record PipelineBenchmark(Extent extent, int samplers, Console console) {
    private static final int SENDERS = 64;

    /**
     * @param rate jobs a second while it is calm
     * @param warmup jobs at that rate before it counts, for the virtual machines
     * @param calm jobs at that rate that count
     * @param burst jobs at once
     */
    public record Extent(int rate, int warmup, int calm, int burst) {
        public static final Extent FULL = new Extent(50, 1500, 1500, 20_000);
        public static final Extent QUICK = new Extent(20, 40, 60, 500);
    }

    /**
     * @param data an empty folder for the system's own
     * @param models a folder whose only sub-folder is a bundle
     * @param model its name
     */
    public PipelineReport run(DataFolder data, Path models, String model) throws InterruptedException {
        var ports = PortPlan.unused();
        var installation = Installation.find().withStarterModels(models);
        console.note("starting a system to measure ...");
        try (var system =
                LocalSystem.start(data, installation, ports, Topology.of(Samplers.plain(samplers)), "bench", console)) {
            var gateway = system.gateway();
            PublishedModel.await(gateway, model);
            var database = new Postgres(data, ports.postgres());
            try (var events = EventTail.open("127.0.0.1:" + ports.kafka());
                    var rows = RowTail.open(database.jdbcUrl(), Postgres.USER, database.password());
                    var memory = new MemoryPeaks(processes(data));
                    var client = new Client(gateway, model)) {
                return measure(client, events, rows, memory);
            }
        }
    }

    private PipelineReport measure(Client client, EventTail events, RowTail rows, MemoryPeaks memory)
            throws InterruptedException {
        var calm = new Calm(client, events, rows, extent.rate());
        console.note("%d jobs at %d a second to warm up ...".formatted(extent.warmup(), extent.rate()));
        calm.run(extent.warmup(), 0);
        console.note("%d jobs at %d a second ...".formatted(extent.calm(), extent.rate()));
        List<JobTimes> times = calm.run(extent.calm(), extent.warmup());
        Map<String, Double> calmMemory = memory.mib();
        console.note("%d jobs at once ...".formatted(extent.burst()));
        var burst = new Burst(client, events, rows, SENDERS, console::note)
                .run(extent.burst(), (long) extent.warmup() + extent.calm());
        return new PipelineReport(
                extent.rate(), samplers, PipelineReport.stages(times), burst, calmMemory, memory.mib());
    }

    private static Map<String, Long> processes(DataFolder data) {
        return new KeptSystem(data)
                .state().orElseThrow().services().stream()
                        .collect(Collectors.toMap(SystemState.ServiceState::name, service -> service.process()
                                .pid()));
    }
}
