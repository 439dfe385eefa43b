package io.unstir.local.supervisor;

import io.unstir.local.process.RunningProcess;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What a supervisor tells other commands about the system it keeps.
 *
 * @param owner the verb that keeps it, {@code up} or {@code generate}
 */
public record SystemState(
        RunningProcess supervisor, String owner, Phase phase, int portBase, List<ServiceState> services) {

    /** How far the system is. */
    public enum Phase {
        STARTING,
        READY,
        STOPPING
    }

    /** @param health where it tells whether it is ready; empty where an open port says it */
    public record ServiceState(String name, RunningProcess process, int port, Optional<URI> health) {}

    public boolean isKept() {
        return supervisor.isAlive();
    }
}
