package io.unstir.proto;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The CloudEvents 1.0 attributes of one record, in the Kafka binding's binary mode: each attribute is a header
 * {@code ce_name}, the value is the Protobuf message as it is.
 *
 * @param id unique with {@code source}; the same for a redelivery of the same occurrence, so that readers can drop it
 * @param source which service speaks, for example {@code /unstir/gateway}
 * @param type {@code io.unstir.v1.} and the message's name; for an envelope, the name of the event it holds
 * @param subject the record's key, for example the job id
 * @param time when it happened
 */
public record CloudEvent(String id, String source, String type, String subject, Instant time) {
    public static final String SPEC_VERSION = "1.0";
    public static final String CONTENT_TYPE = "application/protobuf";

    private static final String TYPE_PREFIX = "io.unstir.v1.";

    public CloudEvent {
        requireText("id", id);
        requireText("source", source);
        requireText("type", type);
        requireText("subject", subject);
        if (time == null) {
            throw new IllegalArgumentException("CloudEvents attribute time must not be null");
        }
    }

    /** The event that {@code message} is: an envelope's type is that of the event set in its oneof. */
    public static CloudEvent of(Message message, String id, String source, String subject, Instant time) {
        return new CloudEvent(id, source, typeOf(message), subject, time);
    }

    /** {@code io.unstir.v1.JobSubmitted}, or for {@code JobEvent{started}} {@code io.unstir.v1.JobStarted}. */
    public static String typeOf(Message message) {
        for (var oneof : message.getDescriptorForType().getRealOneofs()) {
            FieldDescriptor set = message.getOneofFieldDescriptor(oneof);
            if (set != null && set.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                return TYPE_PREFIX + set.getMessageType().getName();
            }
        }
        return TYPE_PREFIX + message.getDescriptorForType().getName();
    }

    /** Every type that {@link #typeOf} can give to such a message, in the order of its schema. */
    public static List<String> typesOf(Descriptor message) {
        List<String> events = message.getRealOneofs().stream()
                .flatMap(oneof -> oneof.getFields().stream())
                .filter(field -> field.getJavaType() == FieldDescriptor.JavaType.MESSAGE)
                .map(field -> TYPE_PREFIX + field.getMessageType().getName())
                .toList();
        return events.isEmpty() ? List.of(TYPE_PREFIX + message.getName()) : events;
    }

    /** The Kafka headers, in a fixed order. */
    public Map<String, byte[]> headers() {
        var headers = new LinkedHashMap<String, byte[]>();
        headers.put("ce_specversion", SPEC_VERSION.getBytes(UTF_8));
        headers.put("ce_id", id.getBytes(UTF_8));
        headers.put("ce_source", source.getBytes(UTF_8));
        headers.put("ce_type", type.getBytes(UTF_8));
        headers.put("ce_subject", subject.getBytes(UTF_8));
        headers.put("ce_time", time.toString().getBytes(UTF_8));
        headers.put("content-type", CONTENT_TYPE.getBytes(UTF_8));
        return headers;
    }

    private static void requireText(String name, String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("CloudEvents attribute " + name + " must not be empty");
        }
    }
}
