package io.unstir.local.supply;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;

/** A library as it lies beside the services and the command line. */
record ShippedJar(Path file) {
    private static final Pattern NATIVE = Pattern.compile(".*\\.(so|so\\.\\d+|dll|dylib|jnilib|txz)(\\.gz)?");
    private static final List<String> FOLDERS = List.of(
            "gateway-service/target/quarkus-app/lib",
            "sampler-service/target/quarkus-app/lib",
            "storage-service/target/quarkus-app/lib",
            "trainer-service/target/quarkus-app/lib",
            "deploy/local/target/lib");

    /** Those of others. */
    static List<ShippedJar> under(Path project) throws IOException {
        var jars = new TreeSet<Path>();
        for (String folder : FOLDERS) {
            try (var files = Files.walk(project.resolve(folder))) {
                files.filter(file -> file.toString().endsWith(".jar")).forEach(jars::add);
            }
        }
        return jars.stream()
                .map(ShippedJar::new)
                .filter(jar -> !jar.name().matches("(io\\.unstir\\.)?(proto|unstir-topics)-.*"))
                .toList();
    }

    String name() {
        return file.getFileName().toString();
    }

    boolean holdsNativeCode() {
        try (var zip = new ZipFile(file.toFile())) {
            return zip.stream()
                    .anyMatch(entry -> NATIVE.matcher(entry.getName()).matches());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return file.subpath(Math.max(0, file.getNameCount() - 6), file.getNameCount())
                .toString();
    }

    static String names(List<ShippedJar> jars) {
        return jars.stream().map(ShippedJar::name).distinct().collect(Collectors.joining(", "));
    }
}
