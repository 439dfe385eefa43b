package io.unstir.local.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The most resident memory each process of a system was seen with; looks a few times a second. Empty where there is no /proc. */
final class MemoryPeaks implements AutoCloseable {
    private static final long PAUSE_MS = 200;
    private static final String RESIDENT = "VmRSS:";

    private final Map<String, Long> kib = new ConcurrentHashMap<>();
    private final Map<String, Long> processes;
    private final Thread thread;

    /** @param processes pid by name */
    MemoryPeaks(Map<String, Long> processes) {
        this.processes = Map.copyOf(processes);
        thread = Thread.ofPlatform().name("memory-peaks").daemon().start(this::look);
    }

    /** In MiB by name. */
    Map<String, Double> mib() {
        var peaks = new LinkedHashMap<String, Double>();
        kib.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(peak -> peaks.put(peak.getKey(), peak.getValue() / 1024.0));
        return peaks;
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void look() {
        try {
            while (true) {
                processes.forEach((name, pid) -> kib.merge(name, resident(pid), Math::max));
                Thread.sleep(PAUSE_MS);
            }
        } catch (InterruptedException e) {
            // The end of the measurement.
        }
    }

    private static long resident(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                    .filter(line -> line.startsWith(RESIDENT))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
