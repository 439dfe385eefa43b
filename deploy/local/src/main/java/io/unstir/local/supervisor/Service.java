package io.unstir.local.supervisor;

import io.unstir.local.process.LogFile;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One process of the system: how to start it, how to tell that it is ready, how to ask it to stop. */
public interface Service {
    /** Short and unique, as in {@code ./unstir logs NAME}. */
    String name();

    /** As messages call it. */
    String title();

    /** The port others reach it at. */
    int port();

    /** Ports it listens on besides. */
    default List<Integer> morePorts() {
        return List.of();
    }

    /** Where it tells over HTTP whether it is ready; empty where {@link #isReady} knows another way. */
    default Optional<URI> health() {
        return Optional.empty();
    }

    LogFile log();

    /** Names of the services that must be ready before this one starts. */
    default Set<String> after() {
        return Set.of();
    }

    /** Whether the others need it until they have ended. */
    default boolean isFoundation() {
        return false;
    }

    /** Readies what the process needs, and says how to start it. Called before every start. */
    Launch prepare() throws Exception;

    /** Asked again and again until it says yes; a {@code LocalFailure} ends the waiting. */
    boolean isReady(ProcessHandle process);

    /** Asks the process to end; the supervisor waits and then uses force. */
    default void requestStop(ProcessHandle process) {
        process.destroy();
    }

    /** @param environment in addition to the supervisor's own */
    record Launch(List<String> command, Map<String, String> environment) {}
}
