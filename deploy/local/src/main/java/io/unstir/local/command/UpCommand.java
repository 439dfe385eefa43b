package io.unstir.local.command;

import io.unstir.local.Console;
import io.unstir.local.LocalFailure;
import io.unstir.local.data.DataFolder;
import io.unstir.local.json.Json;
import io.unstir.local.system.Installation;
import io.unstir.local.system.KeptSystem;
import io.unstir.local.system.LocalSystem;
import io.unstir.local.system.PortPlan;
import io.unstir.local.system.Samplers;
import io.unstir.local.system.Topology;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Starts the whole system and keeps it. */
@Command(
        name = "up",
        description = "Start broker, database and all services, and keep them running until Ctrl-C.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  unstir up",
            "  unstir up --detach --samplers 2",
            "  unstir up --brokers 3 --gateways 2 --samplers 2     no process whose loss stops the others",
            "  unstir --data /big/disk/unstir --port-base 8600 up"
        })
final class UpCommand implements Callable<Integer> {
    @ParentCommand
    UnstirCommand parent;

    @Spec
    CommandSpec spec;

    @Option(names = "--detach", description = "Return when all is ready; `unstir down` stops it.")
    boolean detach;

    @Option(
            names = "--samplers",
            paramLabel = "N",
            description = "How many sampler replicas, 1 to " + Samplers.MOST + " (default: 1).")
    int samplers = 1;

    @Option(
            names = "--gateways",
            paramLabel = "N",
            description = "How many gateways, 1 to " + Topology.MOST_GATEWAYS
                    + " (default: 1). `unstir status` tells the others' ports.")
    int gateways = 1;

    @Option(
            names = "--brokers",
            paramLabel = "N",
            description = "How many Kafka brokers, 1 or 3, for a new data folder; one that is there keeps what it has "
                    + "(default: 1).")
    Integer brokers;

    private final Console console;

    UpCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Topology topology = topology();
        PortPlan ports = parent.global.ports();
        DataFolder data = parent.global.dataFolder();
        Instant begin = Instant.now();
        if (detach) {
            requireNone(data);
            new DetachedUp(data, ports, topology, console).start();
            announce(data, ports, begin);
            return UnstirCommand.DONE;
        }
        console.note("starting Unstir on " + data.root() + " ...");
        try (var system = LocalSystem.start(data, Installation.find(), ports, topology, "up", console)) {
            announce(data, ports, begin);
            system.awaitClose();
        }
        return UnstirCommand.DONE;
    }

    private Topology topology() {
        try {
            return new Topology(
                    Samplers.plain(samplers),
                    gateways,
                    brokers == null ? OptionalInt.empty() : OptionalInt.of(brokers));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private static void requireNone(DataFolder data) {
        new KeptSystem(data).state().ifPresent(state -> {
            throw new LocalFailure("Unstir already runs on data folder " + data.root() + " (process "
                    + state.supervisor().pid() + "); see ./unstir status, stop it with ./unstir down");
        });
    }

    private void announce(DataFolder data, PortPlan ports, Instant begin) {
        double seconds = Duration.between(begin, Instant.now()).toMillis() / 1e3;
        String gateway = "http://127.0.0.1:" + ports.gateway();
        if (parent.global.json) {
            var document = new LinkedHashMap<String, Object>();
            document.put("gateway", gateway);
            document.put("data", data.root().toString());
            document.put("seconds", seconds);
            console.print(Json.pretty(document));
        } else {
            console.print(String.format(Locale.ROOT, "Unstir is ready after %.1f s: %s", seconds, gateway));
        }
    }
}
