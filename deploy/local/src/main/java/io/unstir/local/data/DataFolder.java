package io.unstir.local.data;

import io.unstir.local.LocalFailure;
import io.unstir.local.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/**
 * The one folder that holds everything a system on this machine knows.
 *
 * @param root absolute
 */
public record DataFolder(Path root) {
    /** Raised when an older launcher could not read what this one writes. */
    static final int FORMAT = 1;

    private static final int MOST_BROKERS = 3;

    private static final String MARKER = "unstir-data.json";
    private static final String METADATA_LOG = "__cluster_metadata-0";

    public DataFolder {
        root = root.toAbsolutePath().normalize();
    }

    public Path postgres() {
        return root.resolve("postgres");
    }

    public Path postgresPassword() {
        return root.resolve("postgres-password");
    }

    public Path webhookSecret() {
        return root.resolve("webhook-secret");
    }

    public Path adminKey() {
        return root.resolve("admin-key");
    }

    /** @param broker from 1 */
    public Path kafka(int broker) {
        return root.resolve(broker == 1 ? "kafka" : "kafka-" + broker);
    }

    public Path blobs() {
        return root.resolve("blobs");
    }

    public Path samplerCache() {
        return root.resolve("sampler");
    }

    public Path trainer() {
        return root.resolve("trainer");
    }

    /** Images that models made to be evaluated. */
    public Path evaluations() {
        return root.resolve("evaluations");
    }

    /** What can be deleted at any time while nothing runs. */
    public Path cache() {
        return root.resolve("cache");
    }

    public Path run() {
        return root.resolve("run");
    }

    public Path logs() {
        return root.resolve("logs");
    }

    public Path log(String service) {
        return logs().resolve(service + ".log");
    }

    public Path state() {
        return run().resolve("state.json");
    }

    /** Makes the folder, or accepts one that an earlier start made; refuses any other. */
    public void open() {
        try {
            if (Files.exists(root) && !Files.isDirectory(root)) {
                throw new LocalFailure("data folder " + root + " is a file; choose another with --data DIR");
            }
            Files.createDirectories(root);
            if (Files.exists(marker())) {
                checkFormat();
            } else {
                claim();
            }
            for (Path folder : List.of(run(), logs(), cache(), blobs(), samplerCache(), trainer())) {
                Files.createDirectories(folder);
            }
        } catch (IOException e) {
            throw new LocalFailure("data folder " + root + " cannot be used: " + reason(e), e);
        }
    }

    /** Names what is damaged, before any process starts on it. */
    public void checkWhole() {
        requireBeside(postgres(), "PG_VERSION", "the database");
        for (int broker = 1; broker <= MOST_BROKERS; broker++) {
            requireBeside(kafka(broker), "meta.properties", "the broker's log");
            requireMetadataLog(kafka(broker));
        }
        if (Files.isDirectory(postgres()) && !Files.exists(postgresPassword())) {
            throw new LocalFailure("data folder " + root + " is damaged: the database is there but its password file "
                    + postgresPassword() + " is missing; restore it, or move the folder away to begin afresh");
        }
    }

    private void requireBeside(Path folder, String file, String what) {
        try {
            if (!Files.isDirectory(folder) || Files.exists(folder.resolve(file))) {
                return;
            }
            try (var entries = Files.list(folder)) {
                if (entries.findAny().isEmpty()) {
                    Files.delete(folder);
                    return;
                }
            }
        } catch (IOException e) {
            throw new LocalFailure("cannot look into " + folder + ": " + reason(e), e);
        }
        throw new LocalFailure("data folder " + root + " is damaged: " + what + " in " + folder + " has no " + file
                + "; restore it from a copy, or move " + root + " away to begin afresh");
    }

    /** Without its metadata log a broker that has run before would start as a new one, and call every topic's records strays. */
    private void requireMetadataLog(Path log) {
        boolean hasRun = Files.exists(log.resolve("recovery-point-offset-checkpoint"));
        if (hasRun && !Files.isDirectory(log.resolve(METADATA_LOG))) {
            throw new LocalFailure("data folder " + root + " is damaged: the broker's log in " + log + " has no "
                    + METADATA_LOG + "; restore it from a copy, or move " + root + " away to begin afresh");
        }
    }

    private void claim() throws IOException {
        try (var entries = Files.list(root)) {
            var other = entries.findFirst();
            if (other.isPresent()) {
                throw new LocalFailure(
                        "data folder " + root + " holds " + other.get().getFileName() + " but no " + MARKER
                                + ", so it is not Unstir's; choose an empty or new folder with --data DIR");
            }
        }
        if (root.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
        }
        AtomicFile.write(marker(), Json.pretty(Map.of("format", FORMAT)));
    }

    private void checkFormat() {
        Object found;
        try {
            found = Json.read(Files.readString(marker())).get("format");
        } catch (IOException e) {
            throw new LocalFailure(
                    "data folder " + root + " is damaged: " + marker() + " is not readable: " + reason(e), e);
        }
        if (!Integer.valueOf(FORMAT).equals(found)) {
            throw new LocalFailure("data folder " + root + " has format " + found + ", this Unstir reads format "
                    + FORMAT + "; use the Unstir that made it, or another folder with --data DIR");
        }
    }

    private Path marker() {
        return root.resolve(MARKER);
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName() + ": "
                + String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
