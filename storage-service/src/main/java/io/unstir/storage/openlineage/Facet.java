package io.unstir.storage.openlineage;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A piece of metadata with the address of the schema that explains it: OpenLineage's own where it has one. Ours are in
 * docs/openlineage.
 */
record Facet(
        @JsonProperty("_producer") String producer,
        @JsonProperty("_schemaURL") String schemaUrl,
        @JsonAnyGetter Map<String, Object> fields) {
    private static final String STANDARD = "https://openlineage.io/spec/facets/%s/%s.json#/$defs/%2$s";
    private static final String OURS = "https://unstir.io/openlineage/1-0-0/facets.json#/$defs/%s";

    static Facet processingEngine(String name, String version) {
        return standard("1-1-1", "ProcessingEngineRunFacet", fields("name", name, "version", version));
    }

    static Facet errorMessage(String message) {
        return standard("1-0-1", "ErrorMessageRunFacet", fields("message", message, "programmingLanguage", "JAVA"));
    }

    static Facet jobType(String type) {
        return standard(
                "2-0-3",
                "JobTypeJobFacet",
                fields("processingType", "BATCH", "integration", "UNSTIR", "jobType", type));
    }

    /** @param revision commit that the service was built from */
    static Facet sourceCodeLocation(String service, String revision) {
        return standard(
                "1-0-1",
                "SourceCodeLocationJobFacet",
                fields(
                        "type",
                        "git",
                        "url",
                        "https://unstir.io/source/" + service,
                        "path",
                        service,
                        "version",
                        revision));
    }

    static Facet datasetType(String type, String subType) {
        return standard("1-0-0", "DatasetTypeDatasetFacet", fields("datasetType", type, "subType", subType));
    }

    static Facet version(String version) {
        return standard("1-0-1", "DatasetVersionDatasetFacet", fields("datasetVersion", version));
    }

    static Facet inputStatistics(long items) {
        return standard("1-0-0", "InputStatisticsInputDatasetFacet", fields("rowCount", items, "fileCount", items));
    }

    static Facet outputStatistics(long bytes) {
        return standard("1-0-2", "OutputStatisticsOutputDatasetFacet", fields("size", bytes, "fileCount", 1));
    }

    static Facet ours(String schema, Map<String, Object> fields) {
        return new Facet(RunEvent.PRODUCER, OURS.formatted(schema), fields);
    }

    private static Facet standard(String version, String schema, Map<String, Object> fields) {
        return new Facet(RunEvent.PRODUCER, STANDARD.formatted(version, schema), fields);
    }

    /** Names and values in turn; what is absent is left out. */
    static Map<String, Object> fields(Object... namesAndValues) {
        var fields = new LinkedHashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            var value = namesAndValues[i + 1] instanceof Optional<?> optional
                    ? optional.orElse(null)
                    : namesAndValues[i + 1];
            if (value != null) {
                fields.put((String) namesAndValues[i], value);
            }
        }
        return fields;
    }
}
