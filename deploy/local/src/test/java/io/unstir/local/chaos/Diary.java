package io.unstir.local.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** What went wrong and how long it took until all was well again. */
final class Diary {
    /** What was hit needs a moment to notice it: a look too early would find it as it was. */
    private static final Duration NOTICED = Duration.ofMillis(500);

    private final Supplier<List<String>> unready;
    private final Duration patience;
    private final List<Entry> entries = new ArrayList<>();

    /**
     * @param recovery from when nothing was in the way any more until every service said that it is ready
     * @param jobs numbers of those that were sent meanwhile
     */
    record Entry(Fault fault, Duration recovery, List<Integer> jobs) {}

    /** @param unready names of the services that do not say that they are ready */
    Diary(Supplier<List<String>> unready, Duration patience) {
        this.unready = unready;
        this.patience = patience;
    }

    /**
     * Lets the fault happen and waits until every service says again that it is ready.
     *
     * @throws AssertionError also when nobody was hit
     */
    void strike(Fault fault, List<Integer> jobs) throws Exception {
        Fault.Harm harm = fault.blow().strike();
        Thread.sleep(fault.lasts());
        long relieved = System.nanoTime();
        harm.relief().run();
        Thread.sleep(NOTICED);
        try {
            Awaitility.await()
                    .atMost(patience)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(250))
                    .until(() -> harm.struck().getAsBoolean() && unready.get().isEmpty());
        } catch (ConditionTimeoutException e) {
            String what = harm.struck().getAsBoolean() ? unready.get() + " not ready" : "nobody was hit";
            throw new AssertionError("%s after %s (%s): %s".formatted(patience, fault.name(), fault.victim(), what), e);
        }
        entries.add(new Entry(fault, Duration.ofNanos(System.nanoTime() - relieved), jobs));
    }

    List<Entry> entries() {
        return List.copyOf(entries);
    }
}
