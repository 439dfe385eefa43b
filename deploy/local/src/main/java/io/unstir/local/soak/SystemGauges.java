package io.unstir.local.soak;

import io.unstir.local.process.RunningProcess;
import io.unstir.local.supervisor.SystemState;
import io.unstir.local.system.KeptSystem;
import io.unstir.local.system.PortPlan;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** All gauges of a system that runs. */
final class SystemGauges {
    private static final String JOBS = "jobs";
    private static final String ROWS = "rows";
    private static final String POSTGRES = "postgres";

    private final KeptSystem system;
    private final PortPlan ports;
    private final DatabaseGauges database;
    private final Map<String, RunningProcess> first;

    SystemGauges(KeptSystem system, PortPlan ports, DatabaseGauges database) {
        this.system = system;
        this.ports = ports;
        this.database = database;
        this.first = processes();
    }

    Map<Gauge, Double> read() {
        var told = new HashMap<Gauge, Double>(database.read());
        first.forEach((name, process) -> process.find()
                .ifPresent(handle -> told.putAll(gauges(name, handle).read())));
        var storage = MetricsPage.of(ports.storage());
        told.put(new Gauge(ROWS, Quantity.LAG), storage.sum("unstir_storage_intake_lag"));
        told.put(new Gauge(ROWS, Quantity.RECORDS), storage.sum("unstir_storage_records_total"));
        told.put(new Gauge(JOBS, Quantity.LAG), MetricsPage.of(ports.gateway()).sum("unstir_share_group_lag"));
        return told;
    }

    private static ProcessGauges gauges(String name, ProcessHandle process) {
        return new ProcessGauges(name, process, name.equals(POSTGRES) ? Quantity.KEPT_FILES : Quantity.HANDLES);
    }

    /** @param commands a file for jcmd */
    Map<Gauge, Double> readHeaps(Path commands) throws InterruptedException {
        var told = new HashMap<Gauge, Double>();
        for (var process : first.entrySet()) {
            Optional<ProcessHandle> handle = process.getValue().find();
            if (handle.isPresent() && !process.getKey().equals(POSTGRES)) {
                told.putAll(gauges(process.getKey(), handle.get()).readHeap(commands));
            }
        }
        return told;
    }

    /** How many processes are not those any more that were there at first. */
    long replaced() {
        var now = processes();
        return first.entrySet().stream()
                .filter(each -> !each.getValue().equals(now.get(each.getKey())))
                .count();
    }

    static Series records(Map<Gauge, Series> series) {
        return series.get(new Gauge(ROWS, Quantity.RECORDS));
    }

    private Map<String, RunningProcess> processes() {
        return system.state().map(SystemState::services).stream()
                .flatMap(services -> services.stream())
                .collect(Collectors.toMap(SystemState.ServiceState::name, SystemState.ServiceState::process));
    }
}
