package io.unstir.gateway.asyncapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.Descriptor;
import io.unstir.proto.CloudEvent;
import io.unstir.proto.Topic;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The topics as an AsyncAPI 3.0 document, made of the topics and schemas that the services run with. */
final class AsyncApiDocument {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String PROTOBUF = "application/vnd.google.protobuf;version=3";
    private static final String KAFKA_BINDING = "0.5.0";
    private static final long FOR_EVER = -1;

    private final ObjectNode document = JSON.objectNode();

    private AsyncApiDocument() {
        document.put("asyncapi", "3.0.0");
        info();
        server();
        var channels = Arrays.stream(Topic.values()).map(Channel::of).toList();
        channels.forEach(this::channel);
        channels.forEach(channel -> {
            channel.writers().forEach(service -> operation(channel, service, "send"));
            channel.readers().forEach(service -> operation(channel, service, "receive"));
        });
        components(channels);
    }

    static ObjectNode make() {
        return new AsyncApiDocument().document;
    }

    private void info() {
        document.putObject("info")
                .put("title", "Unstir")
                .put("version", "1")
                .put(
                        "description",
                        "The events of Unstir on Kafka. A record's value is the bytes of a Protobuf message, or JSON where the message says so, its key is UTF-8 "
                                + "text, its headers are the attributes of a CloudEvent in binary mode: `ce_type` says what "
                                + "happened, and `ce_id` with `ce_source` is the same when the same occurrence is told again. "
                                + "Fields and events are only ever added: keep what you do not know and go on.");
        document.put("defaultContentType", CloudEvent.CONTENT_TYPE);
    }

    private void server() {
        var server = document.putObject("servers").putObject("kafka");
        server.put("host", "{bootstrap}").put("protocol", "kafka");
        server.putObject("variables")
                .putObject("bootstrap")
                .put("default", "localhost:7603")
                .put("description", "kafka.bootstrap.servers of the installation");
    }

    private void channel(Channel channel) {
        var topic = channel.topic();
        var node = document.withObject("/channels").putObject(topic.topicName());
        node.put("address", topic.topicName()).put("summary", channel.summary());
        var messages = node.putObject("messages");
        for (var value : channel.values()) {
            for (var type : CloudEvent.typesOf(value)) {
                messages.set(name(type), message(channel, value, type));
            }
        }
        channel.documents().forEach(value -> messages.set(name(value.type()), message(channel, value)));
        var kafka = node.putObject("bindings").putObject("kafka");
        kafka.put("topic", topic.topicName()).put("partitions", topic.partitions());
        var configuration = kafka.putObject("topicConfiguration");
        configuration.putArray("cleanup.policy").add(topic.cleanup().name().toLowerCase(Locale.ROOT));
        configuration.put(
                "retention.ms", topic.retention().map(Duration::toMillis).orElse(FOR_EVER));
        kafka.put("bindingVersion", KAFKA_BINDING);
    }

    private static ObjectNode message(Channel channel, Descriptor value, String type) {
        var message = JSON.objectNode();
        describe(message, channel, type, CloudEvent.CONTENT_TYPE);
        message.put("x-protobuf-message", value.getFullName());
        message.putObject("payload").put("$ref", "#/components/schemas/" + value.getName());
        return message;
    }

    /** The schema is where its owners keep it. */
    private static ObjectNode message(Channel channel, Channel.JsonMessage value) {
        var message = JSON.objectNode();
        describe(message, channel, value.type(), MediaType.APPLICATION_JSON);
        message.putObject("payload").put("type", "object").put("description", "As " + value.schema() + " says");
        message.putObject("externalDocs").put("url", value.schema());
        return message;
    }

    private static void describe(ObjectNode message, Channel channel, String type, String contentType) {
        message.put("name", type).put("title", name(type)).put("contentType", contentType);
        message.set("headers", headers(channel, type, contentType));
        var kafka = message.putObject("bindings").putObject("kafka");
        kafka.putObject("key").put("type", "string").put("description", channel.key());
        kafka.put("bindingVersion", KAFKA_BINDING);
    }

    private static ObjectNode headers(Channel channel, String type, String contentType) {
        var headers = JSON.objectNode().put("type", "object");
        var properties = headers.putObject("properties");
        text(properties, "ce_specversion", "The version of CloudEvents").put("const", CloudEvent.SPEC_VERSION);
        text(properties, "ce_id", "With ce_source, the same for the same occurrence: drop what came twice");
        text(properties, "ce_source", "The service that speaks")
                .putArray("examples")
                .add("/unstir/gateway");
        text(properties, "ce_type", "What happened").put("const", type);
        text(properties, "ce_subject", "As the record's key: " + channel.key());
        text(properties, "ce_time", "When it happened").put("format", "date-time");
        text(properties, "content-type", "Of the value").put("const", contentType);
        var required = headers.putArray("required");
        properties.fieldNames().forEachRemaining(required::add);
        text(properties, "traceparent", "The W3C trace that led to it; goes on from the request of a client")
                .put("pattern", "^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$");
        return headers;
    }

    private static ObjectNode text(ObjectNode properties, String name, String description) {
        return properties.putObject(name).put("type", "string").put("description", description);
    }

    private void operation(Channel channel, Channel.Service service, String action) {
        String name = service.name().toLowerCase(Locale.ROOT);
        String topic = channel.topic().topicName();
        var operation = document.withObject("/operations").putObject("%s.%s.%s".formatted(name, action, topic));
        operation.put("action", action);
        operation.putObject("channel").put("$ref", "#/channels/" + topic);
        operation.put("summary", "%s-service %ss %s".formatted(name, action, topic));
        ArrayNode messages = operation.putArray("messages");
        Stream.concat(
                        channel.values().stream().flatMap(value -> CloudEvent.typesOf(value).stream()),
                        channel.documents().stream().map(Channel.JsonMessage::type))
                .map(AsyncApiDocument::name)
                .forEach(message ->
                        messages.addObject().put("$ref", "#/channels/%s/messages/%s".formatted(topic, message)));
    }

    private void components(List<Channel> channels) {
        var schemas = document.putObject("components").putObject("schemas");
        channels.stream()
                .flatMap(channel -> channel.values().stream())
                .distinct()
                .forEach(value -> schemas.putObject(value.getName())
                        .put("schemaFormat", PROTOBUF)
                        .put("schema", ProtoSource.of(value)));
    }

    /** {@code JobStarted} of {@code io.unstir.v1.JobStarted}. */
    private static String name(String type) {
        return type.substring(type.lastIndexOf('.') + 1);
    }
}
