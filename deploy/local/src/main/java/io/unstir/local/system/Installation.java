package io.unstir.local.system;

import io.unstir.local.LocalFailure;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where the built project is.
 *
 * @param starterModels bundles that a system publishes when it starts
 */
public record Installation(Path home, Path starterModels) {
    /** System property with the project's folder; the launcher script sets it. */
    public static final String PROPERTY = "unstir.home";

    public static Installation find() {
        String given = System.getProperty(PROPERTY);
        Path home = given != null ? Path.of(given).toAbsolutePath() : aroundThisClass();
        return new Installation(home, home.resolve("deploy/models"));
    }

    public Path jar(String module) {
        Path jar = home.resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new LocalFailure(module + " is not built: " + jar + " is missing; ./unstir builds it");
        }
        return jar;
    }

    /** Begins with other models. */
    public Installation withStarterModels(Path folder) {
        return new Installation(home, folder);
    }

    /** Their manifests; none when the folder is empty. */
    public List<Path> starterManifests() {
        if (!Files.isDirectory(starterModels())) {
            return List.of();
        }
        try (var folders = Files.list(starterModels())) {
            return folders.map(folder -> folder.resolve("unstir.json"))
                    .filter(Files::exists)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new LocalFailure("cannot look into " + starterModels() + ": " + e.getMessage(), e);
        }
    }

    /** Classes are in deploy/local/target, in a jar or beside it. */
    private static Path aroundThisClass() {
        try {
            Path code = Path.of(Installation.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return code.getParent().getParent().getParent().getParent();
        } catch (URISyntaxException e) {
            throw new LocalFailure("cannot tell where Unstir is installed; set -D" + PROPERTY, e);
        }
    }
}
