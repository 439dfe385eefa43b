package io.unstir.local.command;

import io.unstir.local.Console;
import io.unstir.local.LocalFailure;
import io.unstir.local.api.Gateway;
import io.unstir.local.api.GatewayUnreachable;
import io.unstir.local.api.ProblemFailure;
import io.unstir.local.json.Json;
import io.unstir.local.system.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Waits, after a start, until the registry has the model, which the trainer publishes meanwhile. */
record WantedModel(Optional<String> name, Gateway gateway) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long POLL_MS = 100;

    /** Returns also when all that comes with the project is there but not {@code name}: the gateway then says so. */
    void await(Installation installation, Console console, Path trainerLog) {
        List<String> starters = installation.starterManifests().stream()
                .map(WantedModel::modelOf)
                .toList();
        long begin = System.nanoTime();
        boolean told = false;
        while (true) {
            List<Map<String, Object>> published = published();
            if (isThere(published) || !starters.isEmpty() && starters.stream().allMatch(each -> has(published, each))) {
                return;
            }
            if (starters.isEmpty() && !published.isEmpty()) {
                return;
            }
            Duration waited = Duration.ofNanos(System.nanoTime() - begin);
            if (starters.isEmpty() && waited.compareTo(Duration.ofSeconds(3)) > 0) {
                throw new LocalFailure("no model is published, and " + installation.starterModels()
                        + " holds none to publish; train one with ./unstir train CONFIG.yaml");
            }
            if (waited.compareTo(PATIENCE) > 0) {
                throw new LocalFailure("model " + name.orElse(String.join(", ", starters)) + " is not published after "
                        + PATIENCE.toSeconds() + " s; log file of the trainer, which publishes it: " + trainerLog);
            }
            if (!told && waited.compareTo(Duration.ofSeconds(1)) > 0) {
                console.note("waiting for the models to be published ...");
                told = true;
            }
            pause();
        }
    }

    private List<Map<String, Object>> published() {
        try {
            return gateway.models();
        } catch (GatewayUnreachable | ProblemFailure e) {
            return List.of();
        }
    }

    private boolean isThere(List<Map<String, Object>> published) {
        return name.isPresent() && has(published, name.get());
    }

    private static boolean has(List<Map<String, Object>> published, String wanted) {
        return published.stream()
                .anyMatch(model -> wanted.equals(model.get("model")) || wanted.equals(model.get("id")));
    }

    private static String modelOf(Path manifest) {
        try {
            var document = Json.read(Files.readString(manifest));
            return Json.text(document, "model").orElseThrow() + "@"
                    + Json.text(document, "version").orElseThrow();
        } catch (IOException | RuntimeException e) {
            throw new LocalFailure("starter model " + manifest + " is not readable: " + e.getMessage(), e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalFailure("interrupted", e);
        }
    }
}
