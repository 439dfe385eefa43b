package io.unstir.storage.openlineage;

import io.unstir.storage.openlineage.RunEvent.Dataset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A job as an OpenLineage run: checkpoint and given pictures in, images out. */
record SamplingEvents(String namespace) {

    RunEvent event(Transition transition, SamplingRun run) {
        boolean ended = transition.type() != EventType.START;
        var datasets = new Datasets(namespace);
        return new RunEvent(
                transition,
                new RunEvent.Run(RunId.of(run.id()), runFacets(transition.type(), run)),
                new RunEvent.Job(namespace, "sampling/" + run.model().model(), jobFacets(run)),
                inputs(datasets, run),
                ended ? run.images().stream().map(datasets::made).toList() : List.of());
    }

    private static Map<String, Facet> runFacets(EventType type, SamplingRun run) {
        var facets = new LinkedHashMap<String, Facet>();
        run.software()
                .flatMap(software -> software.version("onnxruntime"))
                .ifPresent(version -> facets.put("processing_engine", Facet.processingEngine("ONNX Runtime", version)));
        if (type == EventType.FAIL) {
            facets.put(
                    "errorMessage",
                    Facet.errorMessage(run.errorMessage().or(run::errorCode).orElse("failed")));
        }
        facets.put("unstir_sampling", Facet.ours("SamplingRunFacet", known(type, run)));
        return facets;
    }

    private static Map<String, Object> known(EventType type, SamplingRun run) {
        boolean ended = type != EventType.START;
        return Facet.fields(
                "tenant", run.tenant(),
                "checkpoint", run.checkpoint(),
                "request", run.request(),
                "attempt", run.attempt(),
                "worker", run.worker(),
                "deviceClass", run.deviceClass(),
                "libraries", run.software().map(BuiltOf::libraries),
                "samplingMillis", ended ? run.samplingMillis() : Optional.empty(),
                "errorCode", ended ? run.errorCode() : Optional.empty(),
                "cancelReason", ended ? run.cancelReason() : Optional.empty());
    }

    private static Map<String, Facet> jobFacets(SamplingRun run) {
        var facets = new LinkedHashMap<String, Facet>();
        facets.put("jobType", Facet.jobType("SAMPLING"));
        run.software()
                .ifPresent(software -> facets.put(
                        "sourceCodeLocation", Facet.sourceCodeLocation("sampler-service", software.codeRevision())));
        return facets;
    }

    private static List<Dataset> inputs(Datasets datasets, SamplingRun run) {
        var inputs = new ArrayList<Dataset>();
        inputs.add(datasets.checkpoint(run.checkpoint(), Optional.of(run.model())));
        var given = run.request().path("image");
        Map.of("image_sha256", "init", "mask_sha256", "mask").entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .filter(field -> !given.path(field.getKey()).asText().isEmpty())
                .forEach(field ->
                        inputs.add(datasets.given(given.path(field.getKey()).asText(), field.getValue())));
        return inputs;
    }
}
