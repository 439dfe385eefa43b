package io.unstir.local.supervisor;

import io.unstir.local.Console;
import io.unstir.local.LocalFailure;
import io.unstir.local.data.DataFolder;
import io.unstir.local.process.Ports;
import io.unstir.local.process.RunningProcess;
import io.unstir.local.supervisor.SystemState.Phase;
import io.unstir.local.supervisor.SystemState.ServiceState;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Starts the services of one data folder together, keeps them running and stops them; nothing it started outlives it. */
public final class Supervisor implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final DataFolder data;
    private final String owner;
    private final int portBase;
    private final Console console;
    private final StateFile stateFile;
    private final List<Keeper> keepers;
    private final Map<String, ServiceState> running = new HashMap<>();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final Thread atExit = new Thread(this::closeAtExit, "stop-services");
    private Phase phase = Phase.STARTING;
    private boolean closing;
    private volatile Runnable beforeClosingAtExit = () -> {};

    /**
     * @param owner the verb that keeps the system
     * @param patience how long each service may take until ready
     */
    public Supervisor(
            DataFolder data,
            String owner,
            int portBase,
            List<? extends Service> services,
            Console console,
            Duration patience) {
        this.data = data;
        this.owner = owner;
        this.portBase = portBase;
        this.console = console;
        this.stateFile = new StateFile(data.state());
        this.keepers = services.stream()
                .map(service -> new Keeper(service, data.root(), new Listener(), patience))
                .toList();
    }

    /** Returns when all are ready; otherwise stops all and throws what the first failure was. */
    public void start() {
        Ports.requireFree(wantedPorts());
        Runtime.getRuntime().addShutdownHook(atExit);
        publish();
        Map<String, CompletableFuture<Void>> ready = keepers.stream()
                .collect(Collectors.toMap(keeper -> keeper.service().name(), Keeper::ready));
        for (Keeper keeper : keepers) {
            keeper.start(keeper.service().after().stream().map(ready::get).toList());
        }
        try {
            awaitAll(List.copyOf(ready.values()));
            become(Phase.READY);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Blocks until {@link #close}, which a signal calls. */
    public void awaitClose() {
        stopped.join();
    }

    /** Does something while the services still run, when a signal is what stops them. */
    public void atSignal(Runnable last) {
        beforeClosingAtExit = last;
    }

    @Override
    public void close() {
        if (isClosing()) {
            // A signal may come while another thread stops the services: the JVM must live until that is done.
            stopped.join();
            return;
        }
        try {
            publishStopping();
            stop(service -> !service.isFoundation());
            stop(Service::isFoundation);
            stateFile.delete();
        } finally {
            stopped.complete(null);
            removeHook();
        }
    }

    private synchronized boolean isClosing() {
        boolean before = closing;
        closing = true;
        return before;
    }

    private void publishStopping() {
        try {
            become(Phase.STOPPING);
        } catch (LocalFailure e) {
            console.note(e.getMessage());
        }
    }

    private void stop(Predicate<Service> which) {
        List<ProcessHandle> asked = keepers.parallelStream()
                .filter(keeper -> which.test(keeper.service()))
                .flatMap(keeper -> keeper.requestStop().stream())
                .toList();
        Ending.await(asked, GRACE);
    }

    private static void awaitAll(List<CompletableFuture<Void>> all) {
        var firstFailure = new CompletableFuture<Void>();
        all.forEach(each -> each.whenComplete((done, failure) -> {
            if (failure != null) {
                firstFailure.completeExceptionally(failure);
            }
        }));
        try {
            CompletableFuture.anyOf(CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)), firstFailure)
                    .join();
        } catch (CompletionException e) {
            throw cause(e);
        }
    }

    private static RuntimeException cause(CompletionException e) {
        Throwable cause = e;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof LocalFailure failure
                ? failure
                : new LocalFailure("starting failed: " + cause.getMessage(), cause);
    }

    private Map<Integer, String> wantedPorts() {
        var wanted = new TreeMap<Integer, String>();
        for (Keeper keeper : keepers) {
            Service service = keeper.service();
            wanted.put(service.port(), service.title());
            service.morePorts().forEach(port -> wanted.put(port, service.title()));
        }
        return wanted;
    }

    private synchronized void become(Phase next) {
        phase = next;
        publish();
    }

    private synchronized void publish() {
        var self = RunningProcess.of(ProcessHandle.current());
        stateFile.write(new SystemState(self, owner, phase, portBase, services()));
    }

    private List<ServiceState> services() {
        return keepers.stream()
                .map(keeper -> running.get(keeper.service().name()))
                .filter(Objects::nonNull)
                .toList();
    }

    private void closeAtExit() {
        try {
            beforeClosingAtExit.run();
        } finally {
            console.note("stopping ...");
            close();
        }
    }

    private void removeHook() {
        if (Thread.currentThread() != atExit) {
            try {
                Runtime.getRuntime().removeShutdownHook(atExit);
            } catch (IllegalStateException e) {
                // The JVM is going down already; the hook finds nothing left to do.
            }
        }
    }

    private final class Listener implements Keeper.Events {
        @Override
        public void started(Service service, RunningProcess process) {
            synchronized (Supervisor.this) {
                running.put(
                        service.name(), new ServiceState(service.name(), process, service.port(), service.health()));
                publish();
            }
        }

        @Override
        public void ready(Service service, Duration after) {
            console.note(
                    String.format(Locale.ROOT, "  %-10s ready after %.1f s", service.name(), after.toMillis() / 1e3));
        }

        @Override
        public void restarting(Service service, String why, Duration in) {
            console.note(service.title() + " " + why + "; starting it again in " + in.toMillis() + " ms, log file: "
                    + service.log().path());
        }
    }
}
