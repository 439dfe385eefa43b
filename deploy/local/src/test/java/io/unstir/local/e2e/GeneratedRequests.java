package io.unstir.local.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Requests that an OpenAPI document allows, and such that are nearly so. */
final class GeneratedRequests {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int DEEPEST = 4;

    /** Would take away what other tests need. */
    private static final String RETIREMENT = "/v1/models/{id}/retire";

    private final JsonNode document;
    private final List<String> known;

    /** @param known ids, digests and names that path parameters may be */
    GeneratedRequests(JsonNode document, List<String> known) {
        this.document = document;
        this.known = List.copyOf(known);
    }

    /** @param template the documented path */
    record Request(String method, String template, String path, Map<String, String> headers, Optional<byte[]> body) {
        @Override
        public String toString() {
            String text =
                    body.map(bytes -> new String(bytes, StandardCharsets.UTF_8)).orElse("");
            return "%s %s %s %s".formatted(method, path, headers, text.substring(0, Math.min(text.length(), 2_000)));
        }
    }

    Arbitrary<Request> any() {
        var operations = new ArrayList<Arbitrary<Request>>();
        for (var path : document.get("paths").properties()) {
            for (var operation : path.getValue().properties()) {
                operations.add(of(path.getKey(), operation.getKey(), operation.getValue()));
            }
        }
        return Arbitraries.of(operations).flatMap(requests -> requests);
    }

    private Arbitrary<Request> of(String template, String method, JsonNode operation) {
        return Combinators.combine(path(template, operation), headers(operation), content(operation))
                .as((path, headers, content) -> {
                    var all = new HashMap<>(headers);
                    content.ifPresent(sent -> all.put("Content-Type", sent.mediaType()));
                    return new Request(method.toUpperCase(), template, path, all, content.map(Content::bytes));
                });
    }

    private Arbitrary<String> path(String template, JsonNode operation) {
        Arbitrary<String> path = Arbitraries.just("");
        for (String segment : template.substring(1).split("/")) {
            path = Combinators.combine(path, segment(template, segment)).as((front, next) -> front + "/" + next);
        }
        return Combinators.combine(path, query(operation)).as((front, query) -> front + query);
    }

    private Arbitrary<String> segment(String template, String segment) {
        if (!segment.startsWith("{")) {
            return Arbitraries.just(segment);
        }
        Arbitrary<String> odd = oddText().map(GeneratedRequests::encoded).filter(text -> !text.isEmpty());
        Arbitrary<String> raw = Arbitraries.of("%00", "%FF%FE", "..%2F..", "%2E%2E", "a%20b", "'", "emoji%40latest");
        return template.equals(RETIREMENT)
                ? Arbitraries.oneOf(odd, raw, Arbitraries.just("none@1"))
                : Arbitraries.frequencyOf(Tuple.of(6, Arbitraries.of(known)), Tuple.of(2, odd), Tuple.of(2, raw));
    }

    private Arbitrary<String> query(JsonNode operation) {
        Arbitrary<String> query = Arbitraries.just("");
        for (var parameter : operation.path("parameters")) {
            if (parameter.path("in").asText().equals("query")) {
                String name = parameter.get("name").asText();
                Arbitrary<String> value = Arbitraries.frequencyOf(
                                Tuple.of(3, valid(parameter.path("schema"), 0).map(JsonNode::asText)),
                                Tuple.of(1, Arbitraries.of(known)),
                                Tuple.of(1, oddText()))
                        .map(text -> name + "=" + encoded(text));
                query = Combinators.combine(query, value.injectNull(0.6))
                        .as((front, next) -> next == null ? front : front + (front.isEmpty() ? "?" : "&") + next);
            }
        }
        return query;
    }

    private Arbitrary<Map<String, String>> headers(JsonNode operation) {
        Arbitrary<Map<String, String>> headers = Arbitraries.just(Map.of());
        for (var parameter : operation.path("parameters")) {
            String name = parameter.path("name").asText();
            if (parameter.path("in").asText().equals("header") && !name.startsWith("Content-")) {
                Arbitrary<String> value = Arbitraries.oneOf(
                        Arbitraries.of("0-5", "7", "wait=1", "x", "0", "-1"),
                        Arbitraries.strings()
                                .withCharRange('!', '~')
                                .ofMinLength(1)
                                .ofMaxLength(300));
                headers = Combinators.combine(headers, value.injectNull(0.6)).as((front, next) -> {
                    var all = new HashMap<>(front);
                    Optional.ofNullable(next).ifPresent(text -> all.put(name, text));
                    return all;
                });
            }
        }
        return headers;
    }

    private record Content(String mediaType, byte[] bytes) {}

    private Arbitrary<Optional<Content>> content(JsonNode operation) {
        var types = operation.at("/requestBody/content");
        if (types.isMissingNode()) {
            return Arbitraries.just(Optional.empty());
        }
        var bodies = types.properties().stream()
                .map(type -> type.getKey().endsWith("json")
                        ? json(type.getValue().get("schema")).map(bytes -> new Content(type.getKey(), bytes))
                        : bytes().map(bytes -> new Content(type.getKey(), bytes)))
                .toList();
        Arbitrary<Content> sent = Arbitraries.of(bodies).flatMap(body -> body);
        Arbitrary<Content> mislabelled = sent.map(content -> new Content("text/plain", content.bytes()));
        return Arbitraries.frequencyOf(
                Tuple.of(12, sent.map(Optional::of)),
                Tuple.of(1, mislabelled.map(Optional::of)),
                Tuple.of(1, Arbitraries.just(Optional.empty())));
    }

    private static Arbitrary<byte[]> bytes() {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(200);
    }

    private Arbitrary<byte[]> json(JsonNode schema) {
        Arbitrary<byte[]> valid = valid(schema, 0).map(GeneratedRequests::text);
        Arbitrary<byte[]> mutated = Combinators.combine(
                        valid(schema, 0), anything(), Arbitraries.integers().between(0, 50))
                .as(GeneratedRequests::mutated)
                .map(GeneratedRequests::text);
        Arbitrary<byte[]> cut = Combinators.combine(
                        valid, Arbitraries.integers().between(0, 100))
                .as((bytes, percent) -> Arrays.copyOf(bytes, bytes.length * percent / 100));
        return Arbitraries.frequencyOf(
                Tuple.of(6, valid),
                Tuple.of(6, mutated),
                Tuple.of(1, cut),
                Tuple.of(1, anything().map(GeneratedRequests::text)),
                Tuple.of(1, bytes()));
    }

    /** One field is something else, or gone, or one more is there. */
    private static JsonNode mutated(JsonNode body, JsonNode other, int where) {
        if (!(body instanceof ObjectNode object)) {
            return other;
        }
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        names.add("one_more");
        String name = names.get(where % names.size());
        if (where % 5 == 0) {
            object.remove(name);
        } else {
            object.set(name, other);
        }
        return object;
    }

    private Arbitrary<JsonNode> valid(JsonNode schema, int depth) {
        if (schema.has("$ref")) {
            return valid(document.at(schema.get("$ref").asText().substring(1)), depth);
        }
        for (String choice : List.of("anyOf", "oneOf", "allOf")) {
            if (schema.has(choice)) {
                return valid(schema.get(choice).get(0), depth);
            }
        }
        if (schema.has("enum")) {
            return Arbitraries.of(list(schema.get("enum")));
        }
        var type = schema.path("type");
        return switch ((type.isArray() ? type.get(0) : type).asText()) {
            case "string" -> string(schema);
            case "integer" ->
                Arbitraries.longs()
                        .between(
                                schema.path("minimum").asLong(0),
                                schema.path("maximum").asLong(1L << 53))
                        .map(JSON::numberNode);
            case "number" ->
                Arbitraries.doubles()
                        .between(
                                schema.path("minimum").asDouble(0),
                                schema.path("maximum").asDouble(100))
                        .map(JSON::numberNode);
            case "boolean" -> Arbitraries.of(true, false).map(JSON::booleanNode);
            case "array" ->
                valid(schema.path("items"), depth + 1)
                        .list()
                        .ofMinSize(schema.path("minItems").asInt(0))
                        .ofMaxSize(3)
                        .map(items -> JSON.arrayNode().addAll(items));
            default -> schema.has("properties") && depth < DEEPEST ? object(schema, depth) : anything();
        };
    }

    private Arbitrary<JsonNode> string(JsonNode schema) {
        var examples = new ArrayList<>(list(schema.path("examples")));
        if (schema.path("pattern").asText().contains("[0-9a-f]{64}")) {
            known.stream()
                    .filter(text -> text.matches("[0-9a-f]{64}"))
                    .map(JSON::textNode)
                    .forEach(examples::add);
        }
        Arbitrary<JsonNode> drawn = Arbitraries.strings()
                .ascii()
                .ofMinLength(schema.path("minLength").asInt(0))
                .ofMaxLength(Math.min(60, schema.path("maxLength").asInt(60)))
                .map(JSON::textNode);
        return examples.isEmpty() ? drawn : Arbitraries.oneOf(Arbitraries.of(examples), drawn);
    }

    private Arbitrary<JsonNode> object(JsonNode schema, int depth) {
        var required =
                list(schema.path("required")).stream().map(JsonNode::asText).toList();
        Arbitrary<ObjectNode> object = Arbitraries.create(JSON::objectNode);
        for (var property : schema.get("properties").properties()) {
            String name = property.getKey();
            Arbitrary<JsonNode> value = valid(property.getValue(), depth + 1);
            object = Combinators.combine(object, required.contains(name) ? value : value.injectNull(0.85))
                    .as((whole, next) -> {
                        Optional.ofNullable(next).ifPresent(given -> whole.set(name, given));
                        return whole;
                    });
        }
        return object.map(whole -> whole);
    }

    private static Arbitrary<JsonNode> anything() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        JSON.nullNode(),
                        JSON.booleanNode(true),
                        JSON.numberNode(-1),
                        JSON.numberNode(0),
                        JSON.numberNode(1e308),
                        JSON.numberNode(0.5),
                        JSON.numberNode(BigInteger.TEN.pow(40)),
                        JSON.numberNode(Long.MIN_VALUE),
                        JSON.objectNode(),
                        JSON.objectNode().put("a", 1),
                        JSON.arrayNode().add(1).add("x"),
                        JSON.textNode("x".repeat(5_000))),
                oddText().map(JSON::textNode));
    }

    private static Arbitrary<String> oddText() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "", "\u0000", "\ud800", "\u202e", "\ud83e\udd21", "%", "'; drop table jobs; --", "{{7*7}}"),
                Arbitraries.strings().all().ofMaxLength(30),
                Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(30));
    }

    /** A surrogate without its pair, which URLs cannot have, becomes a question mark. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Jackson would not write half a character. */
    private static byte[] text(JsonNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static List<JsonNode> list(JsonNode array) {
        return Stream.iterate(0, i -> i < array.size(), i -> i + 1)
                .map(array::get)
                .toList();
    }
}
