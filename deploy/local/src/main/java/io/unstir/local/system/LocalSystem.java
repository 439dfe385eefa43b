package io.unstir.local.system;

import io.unstir.local.Console;
import io.unstir.local.LocalFailure;
import io.unstir.local.api.Gateway;
import io.unstir.local.data.DataFolder;
import io.unstir.local.data.DataLock;
import io.unstir.local.data.DiskSpace;
import io.unstir.local.supervisor.Service;
import io.unstir.local.supervisor.StateFile;
import io.unstir.local.supervisor.Supervisor;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** A system that this process keeps, from the first check of the data folder to the end of the last child. */
public final class LocalSystem implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final DataFolder data;
    private final PortPlan ports;
    private final DataLock lock;
    private final Supervisor supervisor;

    private LocalSystem(DataFolder data, PortPlan ports, DataLock lock, Supervisor supervisor) {
        this.data = data;
        this.ports = ports;
        this.lock = lock;
        this.supervisor = supervisor;
    }

    /**
     * Starts all and returns when all are ready; leaves nothing running when it fails.
     *
     * @param owner the verb that keeps the system
     */
    public static LocalSystem start(
            DataFolder data,
            Installation installation,
            PortPlan ports,
            Topology topology,
            String owner,
            Console console) {
        return start(data, () -> new Services(installation, data, ports).all(topology), ports, owner, console);
    }

    /** As {@link #start}, but only broker, database and storage. */
    public static LocalSystem startStorage(
            DataFolder data, Installation installation, PortPlan ports, String owner, Console console) {
        return start(data, () -> new Services(installation, data, ports).storageAlone(), ports, owner, console);
    }

    /** @param services made once the data folder is open, where they keep their secrets */
    private static LocalSystem start(
            DataFolder data, Supplier<List<Service>> services, PortPlan ports, String owner, Console console) {
        data.open();
        DataLock lock = DataLock.tryLock(data)
                .orElseThrow(() -> new LocalFailure("another Unstir runs on data folder " + data.root()
                        + "; see ./unstir status, stop it with ./unstir down, or choose another with --data DIR"));
        try {
            new StateFile(data.state()).read();
            new LeftOvers(data).stop(console);
            data.checkWhole();
            DiskSpace.from(System.getenv()).require(data.root());
            var supervisor = new Supervisor(data, owner, ports.base(), services.get(), console, PATIENCE);
            supervisor.start();
            return new LocalSystem(data, ports, lock, supervisor);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Its gateway, with the key of its data folder. */
    public Gateway gateway() {
        return Gateway.onPort(ports.gateway(), new AdminKey(data).kept());
    }

    /** Blocks until a signal stops the system. */
    public void awaitClose() {
        supervisor.awaitClose();
    }

    void atSignal(Runnable last) {
        supervisor.atSignal(last);
    }

    @Override
    public void close() {
        supervisor.close();
        lock.close();
    }
}
