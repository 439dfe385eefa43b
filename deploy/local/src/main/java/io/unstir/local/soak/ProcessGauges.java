package io.unstir.local.soak;

import io.unstir.local.LocalFailure;
import io.unstir.local.process.JavaCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A process with its children as /proc tells of them, and its heap as jcmd does. Nothing is told of a process that has just ended.
 *
 * @param handles what its open handles are
 */
record ProcessGauges(String name, ProcessHandle process, Quantity handles) {
    private static final Pattern USED = Pattern.compile("(?:DefNew|Tenured) +total \\d+K, used (\\d+)K");
    private static final int GENERATIONS = 2;
    private static final double KIB_A_MIB = 1024;

    Map<Gauge, Double> read() {
        return Map.of(
                new Gauge(name, Quantity.MEMORY), sum(each -> status(each, "RssAnon:") / KIB_A_MIB),
                new Gauge(name, handles), sum(ProcessGauges::openHandles),
                new Gauge(name, Quantity.THREADS), sum(each -> status(each, "Threads:")));
    }

    /**
     * Collects first, so that only what is in use counts. That also gives back the native memory whose owners are garbage.
     *
     * @param commands a file for jcmd, which this writes
     */
    Map<Gauge, Double> readHeap(Path commands) throws InterruptedException {
        try {
            Files.writeString(commands, "GC.run\nGC.heap_info\n");
            Process jcmd = new ProcessBuilder(
                            JavaCommand.java().resolveSibling("jcmd").toString(),
                            Long.toString(process.pid()),
                            "-f",
                            commands.toString())
                    .redirectErrorStream(true)
                    .start();
            String told = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            // One that has ended meanwhile is counted as replaced.
            return jcmd.waitFor() == 0 ? Map.of(new Gauge(name, Quantity.HEAP), usedMib(told)) : Map.of();
        } catch (IOException e) {
            throw new LocalFailure("jcmd could not be asked: " + e.getMessage(), e);
        }
    }

    /** The generations of the serial collector, with which every child runs. */
    static double usedMib(String heapInfo) {
        List<Long> used = USED.matcher(heapInfo)
                .results()
                .map(found -> Long.valueOf(found.group(1)))
                .toList();
        if (used.size() != GENERATIONS) {
            throw new LocalFailure("jcmd told of no heap: " + heapInfo);
        }
        return used.stream().mapToLong(Long::longValue).sum() / KIB_A_MIB;
    }

    private double sum(ToDoubleFunction<ProcessHandle> of) {
        return Stream.concat(Stream.of(process), process.descendants())
                .mapToDouble(of)
                .sum();
    }

    private static double status(ProcessHandle process, String line) {
        try (Stream<String> lines = Files.lines(folder(process).resolve("status"))) {
            return lines.filter(each -> each.startsWith(line))
                    .mapToDouble(each -> Double.parseDouble(each.replaceAll("\\D", "")))
                    .sum();
        } catch (IOException | RuntimeException e) {
            return 0;
        }
    }

    private static double openHandles(ProcessHandle process) {
        try (Stream<Path> handles = Files.list(folder(process).resolve("fd"))) {
            return handles.count();
        } catch (IOException e) {
            return 0;
        }
    }

    private static Path folder(ProcessHandle process) {
        return Path.of("/proc", Long.toString(process.pid()));
    }
}
