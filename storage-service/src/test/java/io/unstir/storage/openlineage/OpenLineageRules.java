package io.unstir.storage.openlineage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.openlineage.client.OpenLineage;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a run event has to be: valid by the schema of run events, each of our facets valid by the schema its address names, and the same
 * after it has been through OpenLineage's own Java classes, which know the addresses of their schemas.
 */
final class OpenLineageRules {
    private static final String FACETS = "https://unstir.io/openlineage/";
    private static final SchemaValidatorsConfig FORMATS_COUNT =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(
            VersionFlag.V202012,
            factory -> factory.schemaMappers(addresses -> addresses.mapPrefix(
                    FACETS, Path.of("../docs/openlineage").toUri().toString())));
    private static final JsonSchema RUN_EVENT = SCHEMAS.getSchema(resource(), FORMATS_COUNT);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper THEIRS = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
            .setSerializationInclusion(JsonInclude.Include.NON_EMPTY);

    /** Of each of their facets that we send, the schema that their classes were made from. */
    private static final Map<String, URI> ADDRESSES = addresses(new OpenLineage(URI.create(RunEvent.PRODUCER)));

    private OpenLineageRules() {}

    private static Map<String, URI> addresses(OpenLineage facets) {
        return Map.of(
                "processing_engine",
                        facets.newProcessingEngineRunFacet("1", "engine", "1").get_schemaURL(),
                "errorMessage",
                        facets.newErrorMessageRunFacet("message", "JAVA", "").get_schemaURL(),
                "jobType", facets.newJobTypeJobFacet("BATCH", "UNSTIR", "JOB").get_schemaURL(),
                "sourceCodeLocation",
                        facets.newSourceCodeLocationJobFacet("git", URI.create("https://unstir.io"), "", "", "", "", "")
                                .get_schemaURL(),
                "datasetType", facets.newDatasetTypeDatasetFacet("FILE", "").get_schemaURL(),
                "version", facets.newDatasetVersionDatasetFacet("1").get_schemaURL(),
                "inputStatistics",
                        facets.newInputStatisticsInputDatasetFacet(1L, 1L, 1L).get_schemaURL(),
                "outputStatistics",
                        facets.newOutputStatisticsOutputDatasetFacet(1L, 1L, 1L).get_schemaURL());
    }

    static JsonNode check(String event) throws IOException {
        var document = JSON.readTree(event);
        assertThat(RUN_EVENT.validate(document)).as(event).isEmpty();
        for (var facet : ours(document)) {
            var schema =
                    SCHEMAS.getSchema(SchemaLocation.of(facet.get("_schemaURL").asText()), FORMATS_COUNT);
            assertThat(schema.validate(facet)).as(facet.toString()).isEmpty();
        }
        assertThat(throughTheirClasses(event)).isEqualTo(document);
        checkAddresses(document);
        return document;
    }

    private static void checkAddresses(JsonNode node) {
        node.properties().forEach(field -> {
            if (field.getValue().has("_schemaURL") && !field.getKey().startsWith("unstir_")) {
                assertThat(field.getValue().get("_schemaURL").asText())
                        .as(field.getKey())
                        .isEqualTo(ADDRESSES.get(field.getKey()).toString());
            }
        });
        node.forEach(OpenLineageRules::checkAddresses);
    }

    private static JsonNode throughTheirClasses(String event) throws IOException {
        return JSON.readTree(THEIRS.writeValueAsString(THEIRS.readValue(event, OpenLineage.RunEvent.class)));
    }

    private static List<JsonNode> ours(JsonNode document) {
        var found = new ArrayList<JsonNode>();
        collect(document, found);
        return found;
    }

    private static void collect(JsonNode node, List<JsonNode> found) {
        if (node.path("_schemaURL").asText().startsWith(FACETS)) {
            found.add(node);
        }
        node.forEach(child -> collect(child, found));
    }

    private static InputStream resource() {
        return OpenLineageRules.class.getResourceAsStream("/openlineage/run-event.schema.json");
    }
}
