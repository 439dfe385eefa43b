package io.unstir.local.supervisor;

import io.unstir.local.LocalFailure;
import io.unstir.local.data.AtomicFile;
import io.unstir.local.json.Json;
import io.unstir.local.process.RunningProcess;
import io.unstir.local.supervisor.SystemState.Phase;
import io.unstir.local.supervisor.SystemState.ServiceState;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The state as one JSON file, replaced whole at every change. */
public record StateFile(Path path) {

    /** Empty when no system has been started since the last was stopped. */
    public Optional<SystemState> read() {
        try {
            return Optional.of(parse(Json.read(Files.readString(path))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            throw new LocalFailure(
                    "state file " + path + " is not readable (" + e.getClass().getSimpleName()
                            + "); if nothing of Unstir runs on this data folder, delete the file and try again",
                    e);
        }
    }

    public void write(SystemState state) {
        try {
            AtomicFile.write(path, Json.pretty(document(state)));
        } catch (IOException e) {
            throw new LocalFailure("cannot write state file " + path + ": " + e.getMessage(), e);
        }
    }

    public void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new LocalFailure("cannot delete state file " + path + ": " + e.getMessage(), e);
        }
    }

    private static SystemState parse(Map<String, Object> document) {
        return new SystemState(
                process(Json.object(document, "supervisor").orElseThrow()),
                Json.text(document, "owner").orElseThrow(),
                Phase.valueOf(Json.text(document, "phase").orElseThrow().toUpperCase(Locale.ROOT)),
                Json.number(document, "port_base").orElseThrow().intValue(),
                Json.objects(document, "services").stream()
                        .map(StateFile::service)
                        .toList());
    }

    private static ServiceState service(Map<String, Object> document) {
        return new ServiceState(
                Json.text(document, "name").orElseThrow(),
                process(document),
                Json.number(document, "port").orElseThrow().intValue(),
                Json.text(document, "health").map(URI::create));
    }

    private static RunningProcess process(Map<String, Object> document) {
        return new RunningProcess(
                Json.number(document, "pid").orElseThrow().longValue(),
                Instant.parse(Json.text(document, "started").orElseThrow()));
    }

    private static Map<String, Object> document(SystemState state) {
        var document = new LinkedHashMap<String, Object>();
        document.put("supervisor", document(state.supervisor()));
        document.put("owner", state.owner());
        document.put("phase", state.phase().name().toLowerCase(Locale.ROOT));
        document.put("port_base", state.portBase());
        document.put(
                "services", state.services().stream().map(StateFile::document).toList());
        return document;
    }

    private static Map<String, Object> document(ServiceState service) {
        var document = new LinkedHashMap<String, Object>();
        document.put("name", service.name());
        document.putAll(document(service.process()));
        document.put("port", service.port());
        service.health().ifPresent(health -> document.put("health", health.toString()));
        return document;
    }

    private static Map<String, Object> document(RunningProcess process) {
        var document = new LinkedHashMap<String, Object>();
        document.put("pid", process.pid());
        document.put("started", process.started().toString());
        return document;
    }
}
