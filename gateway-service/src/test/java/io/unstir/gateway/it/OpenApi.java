package io.unstir.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The gateway's OpenAPI document, held against what the gateway answers. */
final class OpenApi {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(VersionFlag.V202012);

    private final JsonNode document;
    private final Map<JsonNode, JsonSchema> schemas = new ConcurrentHashMap<>();

    OpenApi(JsonNode document) {
        this.document = document;
    }

    JsonNode document() {
        return document;
    }

    /** Every route as its method and path, such as {@code GET /v1/jobs/{id}}. */
    List<String> routes() {
        var routes = new ArrayList<String>();
        document.get("paths").properties().forEach(path -> path.getValue()
                .fieldNames()
                .forEachRemaining(method -> routes.add(method.toUpperCase() + " " + path.getKey())));
        return routes;
    }

    /** Fails where the document knows the route and does not say that it answers so. */
    void check(HttpResponse<byte[]> response) throws IOException {
        var method = response.request().method().toLowerCase();
        var operation = operation(method, response.request().uri().getRawPath());
        if (operation.isEmpty()) {
            return;
        }
        var route = "%s %s → %d".formatted(method, response.request().uri().getPath(), response.statusCode());
        var documented = operation.get().get("responses").get(Integer.toString(response.statusCode()));
        assertThat(documented).as("%s is documented", route).isNotNull();
        if (response.body().length == 0) {
            return;
        }
        var mediaType = response.headers().firstValue("Content-Type").orElse("").replaceAll(";.*", "");
        var content = documented.path("content").get(mediaType);
        assertThat(content).as("%s as %s is documented", route, mediaType).isNotNull();
        if (mediaType.endsWith("json") && content.has("schema")) {
            var complaints = schema(content.get("schema")).validate(JSON.readTree(response.body()));
            assertThat(complaints)
                    .as("%s: %s", route, new String(response.body()))
                    .isEmpty();
        }
    }

    /** Of the templates that match, the one with the fewest parameters. */
    private Optional<JsonNode> operation(String method, String path) {
        return document.get("paths").properties().stream()
                .filter(entry -> path.matches(entry.getKey().replaceAll("\\{[^}]+}", "[^/]+") + "/?"))
                .min(Comparator.comparingLong(
                        entry -> entry.getKey().chars().filter(c -> c == '{').count()))
                .map(entry -> entry.getValue().get(method));
    }

    private JsonSchema schema(JsonNode schema) {
        return schemas.computeIfAbsent(schema, found -> {
            ObjectNode whole = found.deepCopy();
            whole.put("$schema", SchemaId.V202012);
            whole.set("components", document.get("components"));
            return SCHEMAS.getSchema(whole);
        });
    }
}
