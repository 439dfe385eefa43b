package io.unstir.proto.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FileDescriptor;
import io.unstir.proto.v1.ApiKey;
import io.unstir.proto.v1.BundleManifest;
import io.unstir.proto.v1.CheckpointEvaluated;
import io.unstir.proto.v1.CheckpointEvent;
import io.unstir.proto.v1.JobEvent;
import io.unstir.proto.v1.JobSubmitted;
import io.unstir.proto.v1.ReplicaSeen;
import io.unstir.proto.v1.Software;
import io.unstir.proto.v1.TrainingEvent;
import io.unstir.proto.v1.WebhookDelivery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The schema as it is against the schema as it was recorded; README.md says how to change it. */
class SchemaLockTest {
    private static final Path SOURCES = Path.of("src/main/proto");
    private static final Path LOCK = Path.of("src/test/resources/schema.lock");
    private static final String RECORD = "mvn -f proto/pom.xml test -Dtest=SchemaLockTest -Dunstir.schema.record=true";

    private static final List<FileDescriptor> FILES = List.of(
            ApiKey.getDescriptor().getFile(),
            BundleManifest.getDescriptor().getFile(),
            CheckpointEvaluated.getDescriptor().getFile(),
            CheckpointEvent.getDescriptor().getFile(),
            JobEvent.getDescriptor().getFile(),
            JobSubmitted.getDescriptor().getFile(),
            ReplicaSeen.getDescriptor().getFile(),
            Software.getDescriptor().getFile(),
            TrainingEvent.getDescriptor().getFile(),
            WebhookDelivery.getDescriptor().getFile());

    @Test
    void everyProtoFileIsChecked() throws IOException {
        try (var files = Files.walk(SOURCES)) {
            assertThat(files.filter(file -> file.toString().endsWith(".proto")).map(file -> SOURCES.relativize(file)
                            .toString()
                            .replace(file.getFileSystem().getSeparator(), "/")))
                    .containsExactlyInAnyOrderElementsOf(
                            FILES.stream().map(FileDescriptor::getName).toList());
        }
    }

    @Test
    void oldReadersCanReadTheCurrentSchema() throws IOException {
        // Given
        var recorded = Schema.parse(Files.exists(LOCK) ? Files.readString(LOCK) : "");
        var current = Schema.of(FILES.stream().map(FileDescriptor::toProto).toList());

        // When
        var compatibility = new Compatibility(recorded, current);

        // Then
        assertThat(compatibility.breakages())
                .as("changes that break old readers (see proto/README.md)")
                .isEmpty();
        if (Boolean.getBoolean("unstir.schema.record")) {
            Files.writeString(LOCK, "# Written by: " + RECORD + "\n" + current.text());
        } else {
            assertThat(compatibility.additions())
                    .as("additions not recorded in %s; record them with: %s", LOCK, RECORD)
                    .isEmpty();
        }
    }
}
