package io.unstir.storage.openlineage;

import io.unstir.storage.openlineage.RunEvent.Dataset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A training as an OpenLineage run: data set and start checkpoint in, checkpoint out. */
record TrainingEvents(String namespace) {

    RunEvent event(Transition transition, TrainingRun run) {
        boolean completed = transition.type() == EventType.COMPLETE;
        var datasets = new Datasets(namespace);
        return new RunEvent(
                transition,
                new RunEvent.Run(RunId.of(run.id()), runFacets(transition.type(), run)),
                new RunEvent.Job(
                        namespace,
                        run.model().map(model -> "training/" + model.model()).orElse("training"),
                        jobFacets(run)),
                inputs(datasets, run),
                run.checkpoint()
                        .filter(_ -> completed)
                        .map(digest -> List.of(datasets.checkpoint(digest, run.model())))
                        .orElse(List.of()));
    }

    private static Map<String, Facet> runFacets(EventType type, TrainingRun run) {
        var facets = new LinkedHashMap<String, Facet>();
        run.software()
                .flatMap(software -> software.version("pytorch"))
                .ifPresent(version -> facets.put("processing_engine", Facet.processingEngine("PyTorch", version)));
        if (type == EventType.FAIL) {
            facets.put(
                    "errorMessage",
                    Facet.errorMessage(run.errorMessage().or(run::errorCode).orElse("failed")));
        }
        facets.put("unstir_training", Facet.ours("TrainingRunFacet", known(type, run)));
        return facets;
    }

    private static Map<String, Object> known(EventType type, TrainingRun run) {
        boolean ended = type != EventType.START;
        return Facet.fields(
                "tenant", run.tenant(),
                "trainingId", run.id(),
                "model", run.model().map(ModelName::model),
                "version", run.model().map(ModelName::version),
                "config", run.config(),
                "parameters", run.parameters(),
                "worker", run.worker(),
                "libraries", run.software().map(BuiltOf::libraries),
                "totalSteps", run.totalSteps(),
                "steps", ended ? run.steps() : null,
                "loss", ended ? run.loss() : Optional.empty(),
                "parityError", ended ? run.parityError() : Optional.empty(),
                "errorCode", ended ? run.errorCode() : Optional.empty(),
                "cancelReason", ended ? run.cancelReason() : Optional.empty());
    }

    private static Map<String, Facet> jobFacets(TrainingRun run) {
        var facets = new LinkedHashMap<String, Facet>();
        facets.put("jobType", Facet.jobType("TRAINING"));
        run.software()
                .ifPresent(software -> facets.put(
                        "sourceCodeLocation", Facet.sourceCodeLocation("trainer-service", software.codeRevision())));
        return facets;
    }

    private static List<Dataset> inputs(Datasets datasets, TrainingRun run) {
        var inputs = new ArrayList<Dataset>();
        run.dataSet().ifPresent(set -> inputs.add(datasets.pictures(set.digest(), set.items())));
        run.startCheckpoint().ifPresent(digest -> inputs.add(datasets.checkpoint(digest, Optional.empty())));
        return inputs;
    }
}
