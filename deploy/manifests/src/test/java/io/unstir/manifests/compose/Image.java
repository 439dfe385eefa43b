package io.unstir.manifests.compose;

import io.unstir.manifests.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** What a container is made from, as far as a process needs it. */
sealed interface Image {
    /** Puts what it holds into the place. */
    void unpack(Place place) throws IOException;

    List<String> command(Place place);

    /** With that of docker-compose.yml. */
    Map<String, String> environment(Place place);

    /** Ends with 0 where the container is healthy. */
    List<String> healthcheck(Place place);

    /** The JVM of the tests, which is the one that images have. */
    Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    /** Made by the Dockerfile. What its build stage makes is taken from this checkout's build. */
    record Built(Dockerfile.Stage stage) implements Image {
        private static final String NATIVES = "ai/onnxruntime/native/linux-x64/";

        @Override
        public void unpack(Place place) throws IOException {
            for (Dockerfile.Copy copy : stage.copies()) {
                Path target = place.file(copy.target());
                Files.createDirectories(target.getParent());
                if (copy.from().isEmpty() && copy.source().startsWith("deploy/docker/")) {
                    Files.writeString(target, place.here(Checkout.text(copy.source())));
                    target.toFile().setExecutable(true);
                } else if (copy.source().equals("/natives")) {
                    unpackNatives(target);
                } else {
                    Path source = Checkout.root().resolve(copy.source().replaceFirst("^/src/", ""));
                    if (!Files.exists(source)) {
                        throw new AssertionError("the image takes what no build has made: " + copy.source());
                    }
                    Files.createSymbolicLink(target, source);
                }
            }
        }

        private static void unpackNatives(Path target) throws IOException {
            Files.createDirectories(target);
            Path libraries = Checkout.root().resolve("sampler-service/target/quarkus-app/lib/main");
            try (Stream<Path> files = Files.list(libraries)) {
                Path runtime = files.filter(
                                file -> file.getFileName().toString().contains(".onnxruntime-"))
                        .findFirst()
                        .orElseThrow();
                try (var jar = new JarFile(runtime.toFile())) {
                    jar.stream()
                            .filter(entry -> entry.getName().startsWith(NATIVES) && !entry.isDirectory())
                            .forEach(entry -> {
                                try (var in = jar.getInputStream(entry)) {
                                    Files.copy(
                                            in, target.resolve(entry.getName().substring(NATIVES.length())));
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            });
                }
            }
        }

        @Override
        public List<String> command(Place place) {
            var words = new ArrayList<>(program(stage.exec("ENTRYPOINT"), place));
            if (place.service().command() != null) {
                words.addAll(place.service().command());
            }
            return words;
        }

        @Override
        public Map<String, String> environment(Place place) {
            var environment = new HashMap<>(stage.environment());
            environment.putAll(place.service().environment());
            var here = new HashMap<>(place.here(environment));
            here.merge("JAVA_TOOL_OPTIONS", place.javaOptions(), (image, ours) -> image + " " + ours);
            here.put("PATH", place.file("/usr/local/bin") + ":" + JAVA.getParent() + ":/usr/bin:/bin");
            return here;
        }

        @Override
        public List<String> healthcheck(Place place) {
            return program(stage.exec("HEALTHCHECK"), place);
        }

        private static List<String> program(List<String> words, Place place) {
            String name = words.getFirst();
            Path script = place.file("/usr/local/bin/" + name);
            var found = new ArrayList<>(place.here(words));
            found.set(0, (name.equals("java") ? JAVA : script).toString());
            return found;
        }
    }

    /** {@code apache/kafka}: the class that makes settings of its environment and formats the folder is the one that the image starts. */
    record Kafka() implements Image {
        private static final String DEFAULTS = "/etc/kafka/docker";
        private static final String MOUNTED = "/mnt/shared/config";
        private static final String SETTINGS = "/opt/kafka/config";

        @Override
        public void unpack(Place place) throws IOException {
            for (String folder : List.of(DEFAULTS, MOUNTED, SETTINGS)) {
                Files.createDirectories(place.file(folder));
            }
            Files.createFile(place.file(DEFAULTS).resolve("server.properties"));
            for (String name : List.of("log4j2.yaml", "tools-log4j2.yaml")) {
                Files.writeString(
                        place.file(DEFAULTS).resolve(name),
                        "Configuration: {Properties: {}, Appenders: {}, Loggers: {}}\n");
            }
        }

        @Override
        public List<String> command(Place place) {
            String setUp =
                    "kafka.docker.KafkaDockerWrapper setup --default-configs-dir %s --mounted-configs-dir %s --final-configs-dir %s"
                            .formatted(DEFAULTS, MOUNTED, SETTINGS);
            String run = "$KAFKA_HEAP_OPTS kafka.Kafka %s/server.properties".formatted(SETTINGS);
            return List.of(
                    "bash", "-c", "%s %s && exec %s %s".formatted(JAVA, place.here(setUp), JAVA, place.here(run)));
        }

        @Override
        public Map<String, String> environment(Place place) {
            var here = new HashMap<>(place.here(place.service().environment()));
            here.put("CLASSPATH", System.getProperty("java.class.path"));
            here.put("JAVA_TOOL_OPTIONS", place.javaOptions());
            return here;
        }

        @Override
        public List<String> healthcheck(Place place) {
            var test = place.service().healthcheck().test();
            return place.here(test.subList(1, test.size()));
        }
    }
}
