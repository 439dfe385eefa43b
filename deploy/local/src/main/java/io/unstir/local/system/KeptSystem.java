package io.unstir.local.system;

import io.unstir.local.Console;
import io.unstir.local.LocalFailure;
import io.unstir.local.data.DataFolder;
import io.unstir.local.data.DataLock;
import io.unstir.local.supervisor.Ending;
import io.unstir.local.supervisor.StateFile;
import io.unstir.local.supervisor.SystemState;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The system on a data folder as seen by a process that does not keep it. */
public record KeptSystem(DataFolder data) {
    private static final Duration STOP_GRACE = Duration.ofSeconds(45);
    private static final Duration POLL = Duration.ofMillis(100);

    /** The state of a living supervisor; empty when none keeps this folder. */
    public Optional<SystemState> state() {
        return new StateFile(data.state()).read().filter(SystemState::isKept);
    }

    /** Waits while it starts or stops; empty when no system is there (any more). */
    public Optional<SystemState> awaitReady(Console console, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        boolean told = false;
        for (Optional<SystemState> state = state(); state.isPresent(); state = state()) {
            if (isUsable(state.get())) {
                return state;
            }
            if (System.nanoTime() > deadline) {
                throw new LocalFailure("the system on " + data.root() + " is still "
                        + state.get().phase().name().toLowerCase(Locale.ROOT) + " after "
                        + patience.toSeconds() + " s; see ./unstir status");
            }
            if (!told) {
                console.note("waiting for another unstir " + state.get().owner() + " on " + data.root() + " ...");
                told = true;
            }
            pause();
        }
        return Optional.empty();
    }

    /** Stops the supervisor and with it all, or what a killed one left; true when there was something to stop. */
    public boolean stop(Console console) {
        if (!Files.isDirectory(data.run())) {
            return false;
        }
        Optional<SystemState> kept = state();
        kept.flatMap(state -> state.supervisor().find()).ifPresent(supervisor -> {
            supervisor.destroy();
            Ending.await(List.of(supervisor), STOP_GRACE);
        });
        try (DataLock lock = DataLock.tryLock(data)
                .orElseThrow(() -> new LocalFailure("another Unstir just began on data folder " + data.root()))) {
            var leftOvers = new LeftOvers(data);
            boolean any = kept.isPresent() || !leftOvers.isEmpty();
            leftOvers.stop(console);
            new StateFile(data.state()).delete();
            return any;
        }
    }

    /** One kept by a {@code generate} ends with that. */
    private static boolean isUsable(SystemState state) {
        return state.phase() == SystemState.Phase.READY && state.owner().equals("up");
    }

    private static void pause() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalFailure("interrupted", e);
        }
    }
}
