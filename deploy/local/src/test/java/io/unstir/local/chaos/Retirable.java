package io.unstir.local.chaos;

import io.unstir.local.process.LogFile;
import io.unstir.local.supervisor.Service;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** A service that its supervisor does not start again once it is retired. */
record Retirable(Service service, Set<String> retired) implements Service {

    @Override
    public Launch prepare() throws Exception {
        if (retired.contains(name())) {
            throw new IllegalStateException(name() + " is retired");
        }
        return service.prepare();
    }

    @Override
    public String name() {
        return service.name();
    }

    @Override
    public String title() {
        return service.title();
    }

    @Override
    public int port() {
        return service.port();
    }

    @Override
    public Optional<URI> health() {
        return service.health();
    }

    @Override
    public LogFile log() {
        return service.log();
    }

    @Override
    public boolean isReady(ProcessHandle process) {
        return service.isReady(process);
    }

    @Override
    public void requestStop(ProcessHandle process) {
        service.requestStop(process);
    }
}
