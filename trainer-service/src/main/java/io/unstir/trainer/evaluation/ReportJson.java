package io.unstir.trainer.evaluation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A report as JSON: {@code evaluation.json}. */
final class ReportJson {
    /** Of the document's form. */
    static final int FORMAT = 1;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ReportJson() {}

    static ObjectNode of(Report report) {
        var json = NODES.objectNode();
        json.put("format", FORMAT);
        json.putObject("checkpoint")
                .put("model", report.subject().model())
                .put("version", report.subject().version())
                .put("digest", report.subject().digest())
                .put("trained_on", report.subject().trainedOn());
        json.putObject("data")
                .put("digest", report.dataDigest())
                .put("pictures", report.realPictures())
                .put("reference_pictures", report.referencePictures());
        json.putObject("classifier")
                .put("digest", report.classifier().digest())
                .put("task", report.classifier().task())
                .put("classes", report.classifier().classes())
                .put("held_out_accuracy", report.classifier().accuracy())
                .put("held_out_pictures", report.classifier().examined());
        report.withoutAgreement().ifPresent(why -> json.put("without_prompt_agreement", why));
        var runs = json.putArray("runs");
        report.runs().forEach(run -> runs.add(run(run)));
        return json;
    }

    private static ObjectNode run(Report.Run run) {
        var json = NODES.objectNode();
        json.put("solver", run.sampling().solver())
                .put("steps", run.sampling().steps())
                .put("guidance_scale", run.sampling().guidanceScale())
                .put("seed", run.sampling().seed())
                .put("images", run.made().pictures());
        json.set("scores", scores(run.made()));
        json.set("floor", scores(run.floor()));
        json.set("ceiling", scores(run.ceiling()));
        return json;
    }

    private static ObjectNode scores(Scores scores) {
        var json = NODES.objectNode();
        json.put("pictures", scores.pictures())
                .put("frechet_distance", scores.frechetDistance())
                .put("kernel_distance", scores.kernelDistance())
                .put("precision", scores.manifolds().precision())
                .put("recall", scores.manifolds().recall())
                .put("density", scores.manifolds().density())
                .put("coverage", scores.manifolds().coverage())
                .put("sliced_wasserstein", scores.slicedWasserstein());
        scores.promptAgreement().ifPresent(agreement -> json.put("prompt_agreement", agreement));
        return json;
    }
}
