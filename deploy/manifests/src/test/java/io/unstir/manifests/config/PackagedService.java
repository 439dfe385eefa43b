package io.unstir.manifests.config;

import io.unstir.manifests.Checkout;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** A service as its image holds it. */
public record PackagedService(String module) {
    public static final PackagedService GATEWAY = new PackagedService("gateway-service");
    public static final PackagedService STORAGE = new PackagedService("storage-service");
    public static final PackagedService TRAINER = new PackagedService("trainer-service");
    public static final PackagedService SAMPLER = new PackagedService("sampler-service");

    /** The port its own properties say. */
    public int port() {
        return Integer.parseInt(properties().getProperty("quarkus.http.port"));
    }

    /** Of its {@code application.properties}. */
    public Properties properties() {
        try (var jar = new JarFile(own().toFile());
                InputStream in = jar.getInputStream(jar.getEntry("application.properties"))) {
            var properties = new Properties();
            properties.load(in);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a library of this name is in it. */
    public boolean holds(String library) {
        return libraries().stream().anyMatch(jar -> jar.getFileName().toString().startsWith(library + "-"));
    }

    Path own() {
        return jars("app").getFirst();
    }

    List<Path> libraries() {
        return jars("lib/main");
    }

    private List<Path> jars(String folder) {
        Path app = Checkout.root().resolve(module).resolve("target/quarkus-app").resolve(folder);
        try (Stream<Path> files = Files.list(app)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the service must be packaged before", e);
        }
    }
}
