package io.unstir.local.chaos;

import static io.unstir.local.chaos.CrashPoint.Place.BEGIN;
import static io.unstir.local.chaos.CrashPoint.Place.RETURN;
import static io.unstir.local.chaos.CrashPoint.Place.SUBJECT;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** Every place on the way of a job between two promises, where a process may die. */
enum CrashPoint {
    JOB_TAKEN("sampler", "intake/JobDesk", "handle", BEGIN, 1),
    FIRST_STEP_DONE("sampler", "engine/Engine", "answer", RETURN, 1),
    THIRD_STEP_DONE("sampler", "engine/Engine", "answer", RETURN, 3),
    IMAGE_NOT_STORED("sampler", "delivery/ImageDelivery", "deliver", BEGIN, 1),
    IMAGE_STORED("sampler", "delivery/ImageDelivery", "deliver", RETURN, 1),
    IMAGE_TOLD("sampler", "delivery/JobEvents", "imageProduced", RETURN, 1),
    END_NOT_TOLD("sampler", "delivery/JobEvents", "succeeded", BEGIN, 1),
    END_TOLD("sampler", "delivery/JobEvents", "succeeded", RETURN, 1),
    NOT_ACCEPTED("sampler", "intake/Outcome", "acknowledgement", BEGIN, 1),
    ACCEPTED("sampler", "intake/Slot", "acknowledged", BEGIN, 1),

    BLOB_NOT_SYNCED("storage", "blob/Incoming", "receive", RETURN, 1),
    BLOB_NOT_RENAMED("storage", "blob/FolderStore", "adopt", BEGIN, 1),
    BLOB_RENAMED("storage", "blob/DurableFiles", "move", RETURN, 1),
    BLOB_STORED("storage", "blob/FolderStore", "put", RETURN, 1),
    ROWS_NOT_WRITTEN("storage", "topic/BatchWriter", "writeAll", BEGIN, 1),
    NOT_COMMITTED("storage", "topic/ConsumerOffsets", "save", RETURN, 1),
    COMMITTED("storage", "topic/BatchWriter", "writeAll", RETURN, 1),
    /** The commit has succeeded, but who asked for it is told that nobody answered. */
    COMMITTED_BUT_TIMED_OUT("storage", "topic/BatchWriter", "writeAll", RETURN, 1),

    JOB_NOT_WRITTEN("gateway", "publish/EventPublisher", "publishAll", BEGIN, 1),
    JOB_WRITTEN("gateway", "publish/EventPublisher", "publishAll", RETURN, 1),

    /** Not a place, but a job: it aborts whatever process runs it, as a model can that overruns its memory. */
    POISON("sampler", "job/JobRunner", "run", SUBJECT, 0);

    private final String service;
    private final String type;
    private final String method;
    private final Place place;
    private final int time;

    enum Place {
        BEGIN,
        RETURN,
        /** Where it begins, with what it is called with. */
        SUBJECT
    }

    CrashPoint(String service, String type, String method, Place place, int time) {
        this.service = service;
        this.type = "io/unstir/" + service + "/" + type;
        this.method = method;
        this.place = place;
        this.time = time;
    }

    static Set<CrashPoint> places() {
        return EnumSet.complementOf(EnumSet.of(POISON));
    }

    /** How the names of the services begin that have it. */
    String service() {
        return service;
    }

    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private String effect() {
        return this == COMMITTED_BUT_TIMED_OUT ? "time-out" : "die";
    }

    /** In the folder that the agents look into; it goes off once. */
    void arm(Path folder) throws IOException {
        Files.writeString(folder.resolve(name()), effect() + " " + time);
    }

    /** It goes off each time that what has this text in it comes by. */
    void armFor(Path folder, String text) throws IOException {
        Files.writeString(folder.resolve(name()), "abort " + text);
    }

    void disarm(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(name()));
    }

    /** The ids of the processes in which it has gone off. */
    List<String> goneOff(Path folder) throws IOException {
        Path file = folder.resolve(name() + ".gone-off");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    /** The agent's jar, with all it needs in {@code folder}; returns the flag that a JVM takes. */
    static String agent(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.write(
                folder.resolve(CrashAgent.POINTS),
                Arrays.stream(values())
                        .map(point -> "%s %s %s %s"
                                .formatted(
                                        point.name(),
                                        point.type,
                                        point.method,
                                        point.place.name().toLowerCase()))
                        .toList());
        Path jar = folder.resolve("agent.jar");
        var manifest = new Manifest();
        var attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Premain-Class", CrashAgent.class.getName());
        attributes.putValue("Boot-Class-Path", "agent.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (Path file : classes()) {
                out.putNextEntry(new JarEntry("io/unstir/local/chaos/" + file.getFileName()));
                Files.copy(file, out);
            }
        }
        return "-javaagent:" + jar + "=" + folder;
    }

    private static List<Path> classes() throws IOException {
        Path folder = Path.of(URI.create(
                        CrashAgent.class.getResource("CrashAgent.class").toString()))
                .getParent();
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("CrashAgent"))
                    .toList();
        }
    }
}
