package io.unstir.trainer.bench;

import io.unstir.trainer.run.StepTimes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** What a run holds at some of its steps: the process's resident memory, native and Java's together, and the live heap. */
final class Memory implements BenchmarkRun.Watch {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";
    private static final long SETTLING_NANOS = 50_000_000;

    private final List<Long> at;
    private final Consumer<String> notes;
    private final List<Reading> readings = new ArrayList<>();

    /**
     * @param residentMib 0 where the system does not tell
     * @param heapMib after a collection
     */
    record Reading(long step, double residentMib, double heapMib) {}

    /**
     * @param at steps, rising
     * @param notes hears of each reading
     */
    Memory(List<Long> at, Consumer<String> notes) {
        this.at = at;
        this.notes = notes;
    }

    @Override
    public boolean stepped(long step, StepTimes times) {
        if (at.contains(step)) {
            readings.add(new Reading(step, resident(), liveHeap() / (double) (1 << 20)));
            notes.accept("memory at step %d of %d: %.0f MiB resident"
                    .formatted(step, at.getLast(), readings.getLast().residentMib()));
        }
        return step < at.getLast();
    }

    List<Reading> readings() {
        return List.copyOf(readings);
    }

    /**
     * A collection that finds dead direct buffers leaves their cleaners to the reference handler, and only the next one takes those: so
     * it collects until nothing more goes.
     */
    private static long liveHeap() {
        var memory = ManagementFactory.getMemoryMXBean();
        long least = Long.MAX_VALUE;
        for (int quiet = 0; quiet < 2; ) {
            System.gc();
            LockSupport.parkNanos(SETTLING_NANOS);
            long used = memory.getHeapMemoryUsage().getUsed();
            quiet = used < least ? 0 : quiet + 1;
            least = Math.min(least, used);
        }
        return least;
    }

    private static double resident() {
        if (!Files.exists(STATUS)) {
            return 0;
        }
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith(RESIDENT))
                    .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(STATUS + " could not be read", e);
        }
    }
}
