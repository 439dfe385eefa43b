package io.unstir.manifests.compose;

import io.unstir.manifests.Checkout;
import io.unstir.manifests.config.PackagedService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** docker-compose.yml with the variables that deploy/docker/env writes. */
final class Compose {
    static final String FILE = "docker-compose.yml";
    static final Map<String, PackagedService> OURS = Map.of(
            "gateway", PackagedService.GATEWAY,
            "storage", PackagedService.STORAGE,
            "trainer", PackagedService.TRAINER,
            "sampler", PackagedService.SAMPLER,
            "sampler-cuda", PackagedService.SAMPLER);

    private Compose() {}

    static ComposeFile file() throws IOException, InterruptedException {
        return ComposeFile.parse(Checkout.text(FILE), secrets());
    }

    /** What the script writes into a new file. */
    static Map<String, String> secrets() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("unstir-env");
        Path file = folder.resolve("env");
        try {
            var script = new ProcessBuilder(
                            Checkout.root().resolve("deploy/docker/env").toString(), file.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
            if (script.waitFor() != 0) {
                throw new AssertionError(Files.readString(folder.resolve("log")));
            }
            var variables = new HashMap<String, String>();
            Files.readAllLines(file).stream()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("=", 2))
                    .forEach(pair -> variables.put(pair[0], pair[1]));
            return variables;
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(folder.resolve("log"));
            Files.delete(folder);
        }
    }
}
