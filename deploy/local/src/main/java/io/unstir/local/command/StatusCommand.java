package io.unstir.local.command;

import io.unstir.local.Console;
import io.unstir.local.data.DataFolder;
import io.unstir.local.json.Json;
import io.unstir.local.process.RunningProcess;
import io.unstir.local.supervisor.Probe;
import io.unstir.local.supervisor.SystemState;
import io.unstir.local.supervisor.SystemState.ServiceState;
import io.unstir.local.system.KeptSystem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Shows the processes of the system. */
@Command(
        name = "status",
        description = {
            "Show each service: process, port, whether it is ready, memory, uptime.",
            "Exit code 0 when all are ready, else 1."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  unstir status", "  unstir status --json"})
final class StatusCommand implements Callable<Integer> {
    private static final String ROW = "%-12s %9s %6s  %-5s %10s  %s";

    @ParentCommand
    UnstirCommand parent;

    private final Console console;

    StatusCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        DataFolder data = parent.global.dataFolder();
        Optional<SystemState> state = new KeptSystem(data).state();
        List<Row> rows = state.map(StatusCommand::rows).orElse(List.of());
        String phase = state.map(found -> found.phase().name().toLowerCase(Locale.ROOT))
                .orElse("stopped");
        if (parent.global.json) {
            console.print(Json.pretty(document(data, phase, state, rows)));
        } else if (state.isEmpty()) {
            console.print("nothing runs on data folder " + data.root() + "; start it with ./unstir up");
        } else {
            print(data, phase, state.get(), rows);
        }
        return phase.equals("ready") && rows.stream().allMatch(Row::ready) ? UnstirCommand.DONE : UnstirCommand.FAILED;
    }

    private record Row(String name, long pid, int port, boolean ready, long residentBytes, Duration up) {
        static Row of(ServiceState service) {
            RunningProcess process = service.process();
            return new Row(
                    service.name(),
                    process.pid(),
                    service.port(),
                    process.isAlive()
                            && service.health().map(Probe::isHealthy).orElseGet(() -> Probe.isOpen(service.port())),
                    process.residentBytesOfTree().orElse(0),
                    Duration.between(process.started(), Instant.now()));
        }
    }

    private static List<Row> rows(SystemState state) {
        return state.services().parallelStream().map(Row::of).toList();
    }

    private void print(DataFolder data, String phase, SystemState state, List<Row> rows) {
        console.print(phase + " on " + data.root() + ", kept by unstir " + state.owner() + " (process "
                + state.supervisor().pid() + "), gateway http://127.0.0.1:" + state.portBase());
        console.print(String.format(Locale.ROOT, ROW, "SERVICE", "PROCESS", "PORT", "READY", "MEMORY", "UP"));
        for (Row row : rows) {
            console.print(String.format(
                    Locale.ROOT,
                    ROW,
                    row.name(),
                    row.pid(),
                    row.port(),
                    row.ready() ? "yes" : "no",
                    row.residentBytes() / (1024 * 1024) + " MiB",
                    text(row.up())));
        }
    }

    private static Map<String, Object> document(
            DataFolder data, String phase, Optional<SystemState> state, List<Row> rows) {
        var document = new LinkedHashMap<String, Object>();
        document.put("phase", phase);
        document.put("data", data.root().toString());
        state.ifPresent(found -> {
            document.put("gateway", "http://127.0.0.1:" + found.portBase());
            document.put("owner", found.owner());
            document.put("supervisor_pid", found.supervisor().pid());
            document.put(
                    "supervisor_resident_bytes",
                    found.supervisor().residentBytes().orElse(0));
        });
        var services = new ArrayList<Map<String, Object>>();
        for (Row row : rows) {
            var service = new LinkedHashMap<String, Object>();
            service.put("name", row.name());
            service.put("pid", row.pid());
            service.put("port", row.port());
            service.put("ready", row.ready());
            service.put("resident_bytes", row.residentBytes());
            service.put("uptime_seconds", row.up().toSeconds());
            services.add(service);
        }
        document.put("services", services);
        return document;
    }

    private static String text(Duration up) {
        return up.toHours() > 0
                ? up.toHours() + " h " + up.toMinutesPart() + " min"
                : up.toMinutes() > 0 ? up.toMinutes() + " min " + up.toSecondsPart() + " s" : up.toSeconds() + " s";
    }
}
