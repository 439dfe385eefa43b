package io.unstir.proto.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.DescriptorProto.ReservedRange;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** That the checker sees each kind of breakage, and lets pass what is none. */
class CompatibilityTest {
    private static final String KIND_VALUE_ONE = "t.Kind value 1";

    @Test
    void anUnchangedSchemaIsCompatible() {
        assertThat(breakagesOf(file -> {})).isEmpty();
    }

    @Test
    void theTextFormHoldsTheWholeSchema() {
        // Given
        var schema = Schema.of(List.of(base().build()));

        // When
        var parsed = Schema.parse("# a comment\n\n" + schema.text());

        // Then
        assertThat(parsed).isEqualTo(schema);
    }

    @Test
    void aNewFieldIsNoBreakageButHasToBeRecorded() {
        // Given
        var changed = base();
        message(changed).addField(field("added", 7, Type.TYPE_STRING));

        // When
        var compatibility = compare(changed);

        // Then
        assertThat(compatibility.breakages()).isEmpty();
        assertThat(compatibility.additions()).containsExactly("t.Job field 7");
    }

    @Test
    void aRemovedFieldIsSeen() {
        assertThat(breakagesOf(file -> message(file).removeField(0)))
                .containsExactly("t.Job field 1 (id) was removed; its message needs `reserved 1; reserved \"id\";`");
    }

    @Test
    void aRemovedFieldWhoseNumberAloneIsReservedIsSeen() {
        assertThat(breakagesOf(file -> message(file).removeField(0).addReservedRange(numbers(1, 2))))
                .singleElement()
                .asString()
                .contains("t.Job field 1 (id) was removed");
    }

    @Test
    void aRemovedFieldWithNumberAndNameReservedIsNoBreakage() {
        assertThat(breakagesOf(file -> message(file)
                        .removeField(0)
                        .addReservedRange(numbers(1, 2))
                        .addReservedName("id")))
                .isEmpty();
    }

    @Test
    void aRenumberedFieldIsSeenEvenWhereTheOldNumberIsReserved() {
        assertThat(breakagesOf(file -> {
                    message(file).getFieldBuilder(0).setNumber(9);
                    message(file).addReservedRange(numbers(1, 2));
                }))
                .containsExactly("t.Job field 1 (id) was renumbered: now t.Job field 9");
    }

    @Test
    void aGivenUpReservationIsSeen() {
        assertThat(breakagesOf(file -> message(file).clearReservedRange().clearReservedName()))
                .containsExactlyInAnyOrder("t.Job reserved 5 was removed", "t.Job reserved gone was removed");
    }

    @Test
    void aChangedTypeIsSeen() {
        assertThat(breakagesOf(file -> message(file).getFieldBuilder(0).setType(Type.TYPE_INT64)))
                .containsExactly("t.Job field 1: type was string, is int64");
    }

    @Test
    void aChangedMessageTypeIsSeen() {
        assertThat(breakagesOf(file -> message(file).getFieldBuilder(2).setTypeName(".t.Job")))
                .containsExactly("t.Job field 3: type was t.Kind, is t.Job");
    }

    @Test
    void aChangedLabelIsSeen() {
        assertThat(breakagesOf(file -> message(file).getFieldBuilder(0).setLabel(Label.LABEL_REPEATED)))
                .containsExactly("t.Job field 1: label was optional, is repeated");
    }

    @Test
    void aFieldMovedIntoAOneofIsSeen() {
        assertThat(breakagesOf(file -> message(file).getFieldBuilder(0).setOneofIndex(0)))
                .containsExactly("t.Job field 1: oneof was none, is event");
    }

    @Test
    void aFieldMovedOutOfItsOneofIsSeen() {
        assertThat(breakagesOf(file -> message(file).getFieldBuilder(1).clearOneofIndex()))
                .containsExactly("t.Job field 2: oneof was event, is none");
    }

    @Test
    void aRenamedJsonNameIsSeen() {
        assertThat(breakagesOf(file -> message(file).getFieldBuilder(0).setJsonName("identity")))
                .containsExactly("t.Job field 1: json was id, is identity");
    }

    @Test
    void aRemovedEnumValueIsSeen() {
        assertThat(breakagesOf(file -> file.getEnumTypeBuilder(0).removeValue(1)))
                .containsExactly(KIND_VALUE_ONE + " was removed");
    }

    @Test
    void aRenamedEnumValueIsSeen() {
        assertThat(breakagesOf(
                        file -> file.getEnumTypeBuilder(0).getValueBuilder(1).setName("OTHER")))
                .containsExactly(KIND_VALUE_ONE + ": name was GOOD, is OTHER");
    }

    @Test
    void aRemovedMessageIsSeen() {
        assertThat(breakagesOf(file -> file.removeMessageType(1))).containsExactly("t.Note message was removed");
    }

    @Test
    void aRemovedNestedMessageIsSeen() {
        assertThat(breakagesOf(file -> message(file).clearNestedType()))
                .containsExactly("t.Job.Part message was removed");
    }

    @Test
    void aChangedPackageIsSeen() {
        assertThat(breakagesOf(file -> file.setPackage("u"))).contains("t.Job message was removed");
    }

    @Test
    void aChangedServiceMethodIsSeen() {
        assertThat(breakagesOf(
                        file -> file.getServiceBuilder(0).getMethodBuilder(0).setServerStreaming(true)))
                .containsExactly("t.Jobs method Get: output was t.Job, is stream:t.Job");
    }

    private static List<String> breakagesOf(Consumer<FileDescriptorProto.Builder> change) {
        var changed = base();
        change.accept(changed);
        return compare(changed).breakages();
    }

    private static Compatibility compare(FileDescriptorProto.Builder changed) {
        return new Compatibility(Schema.of(List.of(base().build())), Schema.of(List.of(changed.build())));
    }

    private static DescriptorProto.Builder message(FileDescriptorProto.Builder file) {
        return file.getMessageTypeBuilder(0);
    }

    private static FileDescriptorProto.Builder base() {
        return FileDescriptorProto.newBuilder()
                .setPackage("t")
                .addMessageType(DescriptorProto.newBuilder()
                        .setName("Job")
                        .addOneofDecl(OneofDescriptorProto.newBuilder().setName("event"))
                        .addField(field("id", 1, Type.TYPE_STRING))
                        .addField(field("steps", 2, Type.TYPE_INT32).setOneofIndex(0))
                        .addField(field("kind", 3, Type.TYPE_ENUM).setTypeName(".t.Kind"))
                        .addReservedRange(numbers(5, 6))
                        .addReservedName("gone")
                        .addNestedType(DescriptorProto.newBuilder().setName("Part")))
                .addMessageType(DescriptorProto.newBuilder().setName("Note"))
                .addEnumType(EnumDescriptorProto.newBuilder()
                        .setName("Kind")
                        .addValue(value("KIND_UNSPECIFIED", 0))
                        .addValue(value("GOOD", 1)))
                .addService(ServiceDescriptorProto.newBuilder()
                        .setName("Jobs")
                        .addMethod(MethodDescriptorProto.newBuilder()
                                .setName("Get")
                                .setInputType(".t.Note")
                                .setOutputType(".t.Job")));
    }

    private static FieldDescriptorProto.Builder field(String name, int number, Type type) {
        return FieldDescriptorProto.newBuilder()
                .setName(name)
                .setJsonName(name)
                .setNumber(number)
                .setType(type)
                .setLabel(Label.LABEL_OPTIONAL);
    }

    private static ReservedRange numbers(int first, int endExclusive) {
        return ReservedRange.newBuilder().setStart(first).setEnd(endExclusive).build();
    }

    private static EnumValueDescriptorProto.Builder value(String name, int number) {
        return EnumValueDescriptorProto.newBuilder().setName(name).setNumber(number);
    }
}
