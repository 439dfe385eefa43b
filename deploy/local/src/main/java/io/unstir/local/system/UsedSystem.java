package io.unstir.local.system;

import io.unstir.local.Console;
import io.unstir.local.LocalFailure;
import io.unstir.local.api.Gateway;
import io.unstir.local.api.StoredBlobs;
import io.unstir.local.data.DataFolder;
import io.unstir.local.supervisor.SystemState;
import java.time.Duration;
import java.util.Optional;

/** A system for the length of one command: the one that runs already, or one that starts for it and stops after it. */
public final class UsedSystem implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final DataFolder data;
    private final PortPlan ports;
    private final Optional<LocalSystem> own;

    private UsedSystem(DataFolder data, PortPlan ports, Optional<LocalSystem> own) {
        this.data = data;
        this.ports = ports;
        this.own = own;
    }

    /** @param verb who uses it, for other commands to see */
    public static UsedSystem open(DataFolder data, PortPlan ports, String verb, Console console) {
        Optional<SystemState> running = new KeptSystem(data).awaitReady(console, PATIENCE);
        if (running.isPresent()) {
            return new UsedSystem(data, new PortPlan(running.get().portBase()), Optional.empty());
        }
        console.note("starting Unstir on " + data.root() + " for this command; `unstir up` keeps it running ...");
        LocalSystem system =
                LocalSystem.start(data, Installation.find(), ports, Topology.of(Samplers.plain(1)), verb, console);
        return new UsedSystem(data, ports, Optional.of(system));
    }

    /** The system that must run already. */
    public static Gateway running(DataFolder data, Console console) {
        return find(data, console)
                .orElseThrow(() ->
                        new LocalFailure("nothing runs on data folder " + data.root() + "; start it with ./unstir up"));
    }

    /** The system that runs already, where one does. */
    public static Optional<Gateway> find(DataFolder data, Console console) {
        return new KeptSystem(data)
                .awaitReady(console, PATIENCE)
                .map(state -> Gateway.onPort(state.portBase(), new AdminKey(data).shown()));
    }

    public Gateway gateway() {
        return own.map(LocalSystem::gateway)
                .orElseGet(() -> Gateway.onPort(ports.gateway(), new AdminKey(data).shown()));
    }

    public StoredBlobs blobs() {
        return StoredBlobs.onPort(ports.storage());
    }

    /** Its broker, as clients are told. */
    public String kafka() {
        return "127.0.0.1:" + ports.kafka();
    }

    /** Whether it started for this command, and its models may still be on their way. */
    public boolean isFresh() {
        return own.isPresent();
    }

    /** Does something last when a signal ends this process, before a system that was started for it stops. */
    public void atSignal(Runnable last) {
        own.ifPresentOrElse(system -> system.atSignal(last), () -> Runtime.getRuntime()
                .addShutdownHook(new Thread(last, "at-signal")));
    }

    @Override
    public void close() {
        own.ifPresent(LocalSystem::close);
    }
}
