package io.unstir.storage.openlineage;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One run event of OpenLineage 2-0-2, as it is written: https://openlineage.io/spec/2-0-2/OpenLineage.json. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record RunEvent(
        EventType eventType,
        String eventTime,
        Run run,
        Job job,
        List<Dataset> inputs,
        List<Dataset> outputs,
        String producer,
        @JsonProperty("schemaURL") String schemaUrl) {
    static final String PRODUCER = "https://unstir.io/storage-service";
    static final String SCHEMA = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent";

    RunEvent(Transition transition, Run run, Job job, List<Dataset> inputs, List<Dataset> outputs) {
        this(transition.type(), transition.at().toString(), run, job, inputs, outputs, PRODUCER, SCHEMA);
    }

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Run(UUID runId, Map<String, Facet> facets) {}

    /** What is run again and again: sampling from a model, training one. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Job(String namespace, String name, Map<String, Facet> facets) {}

    /**
     * What is read or written, by its content's digest.
     *
     * @param inputFacets of this reading
     * @param outputFacets of this writing
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Dataset(
            String namespace,
            String name,
            Map<String, Facet> facets,
            Map<String, Facet> inputFacets,
            Map<String, Facet> outputFacets) {}
}
