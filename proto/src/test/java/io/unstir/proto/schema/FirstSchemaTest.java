package io.unstir.proto.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import io.unstir.proto.v1.BundleManifest;
import io.unstir.proto.v1.CheckpointEvent;
import io.unstir.proto.v1.JobEvent;
import io.unstir.proto.v1.JobSubmitted;
import io.unstir.proto.v1.TrainingEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Records between today's code and that of the first day, both ways, every field of every message set. {@code first-schema.desc} is what protoc
 * made of the {@code .proto} files of commit 623b382.
 */
class FirstSchemaTest {
    private static final Path FIRST = Path.of("src/test/resources/first-schema.desc");
    private static final int DEEPEST = 6;

    private static Map<String, Descriptor> first;
    private static Map<String, Descriptor> today;

    @BeforeAll
    static void read() throws IOException, DescriptorValidationException {
        var known = new LinkedHashMap<String, FileDescriptor>();
        for (var file : FileDescriptorSet.parseFrom(Files.readAllBytes(FIRST)).getFileList()) {
            var needed = file.getDependencyList().stream().map(known::get).toArray(FileDescriptor[]::new);
            known.put(file.getName(), FileDescriptor.buildFrom(file, needed));
        }
        first = messages(known.values().stream());
        today = messages(Stream.of(
                        BundleManifest.getDescriptor(),
                        CheckpointEvent.getDescriptor(),
                        JobSubmitted.getDescriptor(),
                        JobEvent.getDescriptor(),
                        TrainingEvent.getDescriptor())
                .map(Descriptor::getFile));
    }

    @Test
    void everyRecordOfTheFirstDayIsReadWholeToday() throws InvalidProtocolBufferException {
        assertThat(first).hasSizeGreaterThan(20);
        for (Descriptor old : first.values()) {
            for (Message written : filled(old)) {
                // When
                var read = DynamicMessage.parseFrom(today.get(old.getFullName()), written.toByteString());

                // Then
                assertThat(TextFormat.printer().printToString(read))
                        .as(old.getFullName())
                        .isEqualTo(TextFormat.printer().printToString(written));
            }
        }
    }

    @Test
    void aReaderOfTheFirstDayLosesNothingOfTodaysRecordsThatItPassesOn() throws InvalidProtocolBufferException {
        for (Descriptor old : first.values()) {
            for (Message written : filled(today.get(old.getFullName()))) {
                // When
                var passedOn = DynamicMessage.parseFrom(old, written.toByteString());

                // Then
                assertThat(DynamicMessage.parseFrom(written.getDescriptorForType(), passedOn.toByteString()))
                        .as(old.getFullName())
                        .isEqualTo(written);
            }
        }
    }

    private static Map<String, Descriptor> messages(Stream<FileDescriptor> files) {
        var messages = new HashMap<String, Descriptor>();
        files.filter(file -> file.getPackage().startsWith("unstir"))
                .flatMap(file -> file.getMessageTypes().stream())
                .forEach(message -> messages.put(message.getFullName(), message));
        return messages;
    }

    /** One for each choice of the message's first oneof. */
    private static Iterable<Message> filled(Descriptor type) {
        int choices = type.getRealOneofs().stream()
                .mapToInt(oneof -> oneof.getFieldCount())
                .max()
                .orElse(1);
        return Stream.iterate(0, choice -> choice < choices, choice -> choice + 1)
                .map(choice -> filled(type, choice, 0))
                .toList();
    }

    private static Message filled(Descriptor type, int choice, int depth) {
        var message = DynamicMessage.newBuilder(type);
        for (FieldDescriptor field : type.getFields()) {
            var oneof = field.getRealContainingOneof();
            boolean chosen = oneof == null || oneof.getFields().indexOf(field) == choice % oneof.getFieldCount();
            if (chosen && depth < DEEPEST) {
                Object value = value(field, choice, depth);
                if (field.isRepeated()) {
                    message.addRepeatedField(field, value).addRepeatedField(field, value);
                } else {
                    message.setField(field, value);
                }
            }
        }
        return message.build();
    }

    private static Object value(FieldDescriptor field, int choice, int depth) {
        return switch (field.getJavaType()) {
            case INT -> 100 + field.getNumber();
            case LONG -> 1_000L + field.getNumber();
            case FLOAT -> 0.5f + field.getNumber();
            case DOUBLE -> 0.25 + field.getNumber();
            case BOOLEAN -> true;
            case STRING -> field.getName();
            case BYTE_STRING -> ByteString.copyFromUtf8(field.getName());
            case ENUM -> field.getEnumType().getValues().getLast();
            case MESSAGE -> filled(field.getMessageType(), choice, depth + 1);
        };
    }
}
