package io.unstir.proto.schema;

import static java.util.stream.Collectors.joining;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What readers of a schema rely on, as elements with attributes: the text form is one element a line, so that a change of
 * the lock file reads as a change of the schema.
 */
record Schema(SortedMap<String, Map<String, String>> elements) {
    private static final int LONGEST_RESERVED_RANGE = 1_000;

    static Schema of(Collection<FileDescriptorProto> files) {
        var schema = new Schema(new TreeMap<>());
        for (FileDescriptorProto file : files) {
            String scope = file.getPackage();
            file.getMessageTypeList().forEach(message -> schema.addMessage(scope, message));
            file.getEnumTypeList().forEach(type -> schema.addEnum(scope, type));
            file.getServiceList().forEach(service -> schema.addService(scope, service));
        }
        return schema;
    }

    static Schema parse(String text) {
        var schema = new Schema(new TreeMap<>());
        text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(line -> {
            String[] parts = line.split(" : ", 2);
            var attributes = new LinkedHashMap<String, String>();
            Arrays.stream(parts.length == 2 ? parts[1].split(" ") : new String[0])
                    .map(attribute -> attribute.split("=", 2))
                    .forEach(pair -> attributes.put(pair[0], pair[1]));
            schema.elements.put(parts[0], attributes);
        });
        return schema;
    }

    String text() {
        return elements.entrySet().stream()
                .map(element -> element.getValue().isEmpty()
                        ? element.getKey()
                        : element.getKey() + " : " + attributes(element.getValue()))
                .collect(joining("\n", "", "\n"));
    }

    private static String attributes(Map<String, String> attributes) {
        return attributes.entrySet().stream()
                .map(attribute -> attribute.getKey() + "=" + attribute.getValue())
                .collect(joining(" "));
    }

    private void addMessage(String scope, DescriptorProto message) {
        String name = scope + "." + message.getName();
        elements.put(name + " message", Map.of());
        message.getFieldList().forEach(field -> elements.put(name + " field " + field.getNumber(), of(message, field)));
        message.getReservedRangeList().forEach(range -> addReserved(name, range.getStart(), range.getEnd() - 1));
        message.getReservedNameList().forEach(reserved -> elements.put(name + " reserved " + reserved, Map.of()));
        message.getNestedTypeList().forEach(nested -> addMessage(name, nested));
        message.getEnumTypeList().forEach(nested -> addEnum(name, nested));
    }

    private static Map<String, String> of(DescriptorProto message, FieldDescriptorProto field) {
        var attributes = new LinkedHashMap<String, String>();
        attributes.put("name", field.getName());
        attributes.put("json", field.hasJsonName() ? field.getJsonName() : jsonName(field.getName()));
        attributes.put("type", field.hasTypeName() ? typeName(field.getTypeName()) : lower(field.getType()));
        attributes.put("label", field.getProto3Optional() ? "explicit-optional" : lower(field.getLabel()));
        attributes.put(
                "oneof",
                field.hasOneofIndex() && !field.getProto3Optional()
                        ? message.getOneofDecl(field.getOneofIndex()).getName()
                        : "none");
        return attributes;
    }

    private void addEnum(String scope, EnumDescriptorProto type) {
        String name = scope + "." + type.getName();
        elements.put(name + " enum", Map.of());
        type.getValueList()
                .forEach(value -> elements.put(name + " value " + value.getNumber(), Map.of("name", value.getName())));
        type.getReservedRangeList().forEach(range -> addReserved(name, range.getStart(), range.getEnd()));
        type.getReservedNameList().forEach(reserved -> elements.put(name + " reserved " + reserved, Map.of()));
    }

    private void addService(String scope, ServiceDescriptorProto service) {
        String name = scope + "." + service.getName();
        elements.put(name + " service", Map.of());
        service.getMethodList().forEach(method -> {
            var attributes = new LinkedHashMap<String, String>();
            attributes.put("input", (method.getClientStreaming() ? "stream:" : "") + typeName(method.getInputType()));
            attributes.put("output", (method.getServerStreaming() ? "stream:" : "") + typeName(method.getOutputType()));
            elements.put(name + " method " + method.getName(), attributes);
        });
    }

    private void addReserved(String name, int first, int last) {
        if (last - first >= LONGEST_RESERVED_RANGE) {
            throw new IllegalArgumentException(
                    "%s reserves %d to %d; reserve at most %d numbers at once, those that were in use"
                            .formatted(name, first, last, LONGEST_RESERVED_RANGE));
        }
        IntStream.rangeClosed(first, last).forEach(number -> elements.put(name + " reserved " + number, Map.of()));
    }

    /** protoc's rule, since the descriptors in generated Java leave a name out that follows it. */
    private static String jsonName(String name) {
        return Pattern.compile("_(.)").matcher(name).replaceAll(match -> match.group(1)
                .toUpperCase());
    }

    private static String typeName(String absolute) {
        return absolute.substring(1);
    }

    private static String lower(Enum<?> value) {
        return value.name().substring(value.name().indexOf('_') + 1).toLowerCase();
    }
}
