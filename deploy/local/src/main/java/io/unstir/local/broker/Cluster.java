package io.unstir.local.broker;

import io.unstir.local.LocalFailure;
import io.unstir.local.data.AtomicFile;
import io.unstir.local.data.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import org.apache.kafka.common.Uuid;

/**
 * What a data folder says of its brokers, which never changes: their logs are formatted for one cluster of so many.
 *
 * @param id what Kafka calls it
 */
public record Cluster(String id, int size) {
    private static final int USUAL_SIZE = 1;
    private static final String ID = "cluster.id";
    private static final String SIZE = "brokers";

    /**
     * The folder's, or a new one.
     *
     * @param size how many brokers are asked for; empty takes what the folder has
     */
    public static Cluster open(DataFolder data, OptionalInt size) {
        try {
            Optional<Cluster> kept = read(data);
            if (kept.isEmpty()) {
                return make(data, size.orElse(USUAL_SIZE));
            }
            if (size.isPresent() && size.getAsInt() != kept.get().size()) {
                throw new LocalFailure(
                        "--brokers is " + size.getAsInt() + ", but data folder " + data.root() + " was made with "
                                + kept.get().size() + "; leave it out, or choose another folder with --data DIR");
            }
            return kept.get();
        } catch (IOException | NumberFormatException e) {
            throw new LocalFailure("data folder " + data.root() + " is damaged: " + file(data) + " is not readable", e);
        }
    }

    private static Optional<Cluster> read(DataFolder data) throws IOException {
        if (Files.exists(file(data))) {
            var kept = load(file(data));
            return Optional.of(new Cluster(kept.getProperty(ID), Integer.parseInt(kept.getProperty(SIZE))));
        }
        Path formatted = data.kafka(1).resolve("meta.properties");
        if (Files.exists(formatted)) {
            // Of before there could be more than one.
            return Optional.of(new Cluster(load(formatted).getProperty(ID), USUAL_SIZE));
        }
        return Optional.empty();
    }

    private static Cluster make(DataFolder data, int size) throws IOException {
        String id = Uuid.randomUuid().toString();
        AtomicFile.write(file(data), ID + "=" + id + "\n" + SIZE + "=" + size + "\n");
        return new Cluster(id, size);
    }

    private static Properties load(Path file) throws IOException {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return properties;
    }

    private static Path file(DataFolder data) {
        return data.root().resolve("kafka-cluster.properties");
    }
}
