package io.unstir.gateway.asyncapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The schema of a message as people wrote it, comments included, in one text that protoc takes. */
final class ProtoSource {
    private static final String PACKAGE = "unstir.v1";
    private static final Pattern HEAD = Pattern.compile("(?m)^(syntax|package|import|option) .*;\\R");
    private static final String COMMON_HEAD = """
            syntax = "proto3";

            package unstir.v1;

            import "google/protobuf/timestamp.proto";

            """;

    private ProtoSource() {}

    static String of(Descriptor message) {
        var files = new LinkedHashSet<FileDescriptor>();
        addWithImports(message.getFile(), files);
        return files.stream().map(ProtoSource::body).collect(Collectors.joining("\n", COMMON_HEAD, ""));
    }

    /** What is imported stands before what imports it. */
    private static void addWithImports(FileDescriptor file, Set<FileDescriptor> files) {
        if (file.getPackage().equals(PACKAGE)) {
            file.getDependencies().forEach(imported -> addWithImports(imported, files));
            files.add(file);
        }
    }

    private static String body(FileDescriptor file) {
        try (var source = ProtoSource.class.getClassLoader().getResourceAsStream(file.getName())) {
            if (source == null) {
                throw new IllegalStateException(file.getName() + " is not beside its classes");
            }
            return HEAD.matcher(new String(source.readAllBytes(), UTF_8))
                    .replaceAll("")
                    .strip()
                    .concat("\n");
        } catch (IOException e) {
            throw new UncheckedIOException(file.getName() + " cannot be read", e);
        }
    }
}
