package io.unstir.local.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** What went wrong, when, and how long it took until all was well again. */
final class Diary {
    private static final Duration BETWEEN = Duration.ofSeconds(1);

    private final Map<String, List<Duration>> recoveries = new LinkedHashMap<>();
    private volatile boolean over;

    /** Lets the fault happen and waits until every service says again that it is ready. */
    void strike(FaultySystem system, Fault fault, Duration patience) throws Exception {
        long begin = System.nanoTime();
        System.out.println("fault: " + fault.name());
        Runnable relief = fault.blow().strike(system);
        Thread.sleep(fault.lasts());
        relief.run();
        // What was killed is still being missed: a look too early would find it as it was.
        Thread.sleep(BETWEEN);
        try {
            Awaitility.await()
                    .atMost(patience)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> system.unready().isEmpty());
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    "%s after %s: %s not ready".formatted(patience, fault.name(), system.unready()), e);
        }
        recoveries
                .computeIfAbsent(fault.name(), _ -> new ArrayList<>())
                .add(Duration.ofNanos(System.nanoTime() - begin));
    }

    void over() {
        over = true;
    }

    boolean isOver() {
        return over;
    }

    int struck() {
        return recoveries.values().stream().mapToInt(List::size).sum();
    }

    String report(
            long seed,
            int jobs,
            Duration drained,
            Workload workload,
            long begunAgain,
            List<String> lost,
            List<String> doubled,
            List<String> changed) {
        var text = new StringBuilder("| fault | times | until all were ready, longest, s |\n|:--|--:|--:|\n");
        recoveries.forEach((name, times) -> text.append(String.format(
                Locale.ROOT,
                "| %s | %d | %.1f |\n",
                name,
                times.size(),
                times.stream().mapToLong(Duration::toMillis).max().orElseThrow() / 1e3)));
        text.append(String.format(
                Locale.ROOT,
                """

                | seed %d | |
                |:--|--:|
                | jobs accepted | %d |
                | **lost / doubled / changed** | **%d / %d / %d** |
                | begun more than once | %d |
                | submissions whose outcome the client didn't learn, sent again | %d |
                | submissions refused for now, sent again | %d |
                | longest until a job was accepted, s | %.1f |
                | until the backlog was gone, after the last fault, s | %.1f |
                """,
                seed,
                jobs,
                lost.size(),
                doubled.size(),
                changed.size(),
                begunAgain,
                workload.unknown(),
                workload.refused(),
                workload.slowest().toMillis() / 1e3,
                drained.toMillis() / 1e3));
        return text.toString();
    }
}
