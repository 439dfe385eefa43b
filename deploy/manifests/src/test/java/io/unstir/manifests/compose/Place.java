package io.unstir.manifests.compose;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where a container would be: a root folder and an address of its own on the loopback network, so that everybody listens at its own port.
 *
 * @param name the service's, with a number where there are several
 * @param address one of 127.0.0.0/8
 * @param hosts the file that says which names have which address, in the format of {@code /etc/hosts}
 */
record Place(String name, ComposeFile.Service service, String address, Path root, Path hosts) {
    /** Absolute paths of an image, and not parts of URLs. */
    private static final Pattern PATH =
            Pattern.compile("(?<![\\w./-])/(opt|var/lib|tmp|data|usr/local/bin|etc/kafka|mnt/shared)\\b");

    /** A text of an image or of docker-compose.yml, with this place's paths and address. */
    String here(String text) {
        return PATH.matcher(text)
                .replaceAll(path -> Matcher.quoteReplacement(root + path.group()))
                .replace("0.0.0.0", address)
                .replace("127.0.0.1", address)
                .replace("://:", "://" + address + ":");
    }

    List<String> here(List<String> words) {
        return words.stream().map(this::here).toList();
    }

    Map<String, String> here(Map<String, String> variables) {
        return variables.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> here(entry.getValue())));
    }

    /** Of an absolute path in the container. */
    Path file(String path) {
        return root.resolve(path.substring(1));
    }

    Path log() {
        return root.resolveSibling(name + ".log");
    }

    /** The folders of its own that the container could write to, and the checkout's that it could read. */
    void mount(Path checkout) throws IOException {
        Files.createDirectories(file("/tmp"));
        for (String volume : service.volumes()) {
            var parts = volume.split(":");
            if (parts[0].startsWith("./")) {
                Path target = file(parts[1]);
                Files.createDirectories(target.getParent());
                Files.createSymbolicLink(target, checkout.resolve(parts[0]).normalize());
            } else {
                Files.createDirectories(file(parts[1]));
            }
        }
    }

    /** What a JVM needs to be told here that a container tells it by itself. */
    String javaOptions() {
        return "-XX:MaxRAM=%s -Djdk.net.hosts.file=%s -Djava.io.tmpdir=%s -XX:TieredStopAtLevel=1"
                .formatted(service.memLimit(), hosts, file("/tmp"));
    }
}
