package io.unstir.local.evaluation;

import io.unstir.local.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A report for people: what the model reached between what other real pictures and what noise reach.
 *
 * @param report as the trainer wrote it
 */
public record ScoreTable(Map<String, Object> report) {
    private static final String HEAD = "%-34s %8s %9s %9s %7s %8s %9s %8s %7s";
    private static final int SHORT_DIGEST = 12;

    public List<String> lines() {
        var lines = new ArrayList<String>();
        Map<String, Object> checkpoint = Json.object(report, "checkpoint").orElseThrow();
        Map<String, Object> data = Json.object(report, "data").orElseThrow();
        Map<String, Object> classifier = Json.object(report, "classifier").orElseThrow();
        List<Map<String, Object>> runs = Json.objects(report, "runs");
        lines.add("%s@%s, checkpoint %s"
                .formatted(checkpoint.get("model"), checkpoint.get("version"), shortened(checkpoint.get("digest"))));
        lines.add("compared with %s of the %s pictures of data set %s%s"
                .formatted(
                        data.get("reference_pictures"),
                        data.get("pictures"),
                        shortened(data.get("digest")),
                        data.get("digest").equals(checkpoint.get("trained_on"))
                                ? ", which it was trained on"
                                : "; it was trained on " + shortened(checkpoint.get("trained_on"))));
        lines.add(String.format(
                Locale.ROOT,
                "in features of classifier %s, which tells %s %s and is right about %.1f %% of %s pictures it never saw",
                shortened(classifier.get("digest")),
                classifier.get("classes"),
                classifier.get("task"),
                100 * ((Number) classifier.get("held_out_accuracy")).doubleValue(),
                classifier.get("held_out_pictures")));
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                HEAD,
                "",
                "Fréchet",
                "kernel",
                "precision",
                "recall",
                "density",
                "coverage",
                "sliced W",
                "agrees"));
        if (!runs.isEmpty()) {
            lines.add(row(
                    "floor: other real pictures",
                    Json.object(runs.getFirst(), "floor").orElseThrow()));
        }
        runs.forEach(run -> lines.add(row(name(run), Json.object(run, "scores").orElseThrow())));
        if (!runs.isEmpty()) {
            lines.add(row(
                    "ceiling: noise", Json.object(runs.getFirst(), "ceiling").orElseThrow()));
        }
        Json.text(report, "without_prompt_agreement").ifPresent(why -> lines.add("no prompt agreement: " + why));
        return List.copyOf(lines);
    }

    private static String name(Map<String, Object> run) {
        return "%s, %s steps, guidance %s".formatted(run.get("solver"), run.get("steps"), run.get("guidance_scale"));
    }

    private static String row(String name, Map<String, Object> scores) {
        return String.format(
                        Locale.ROOT,
                        HEAD,
                        name + " (" + scores.get("pictures") + ")",
                        number(scores, "frechet_distance", "%.2f"),
                        number(scores, "kernel_distance", "%.3f"),
                        number(scores, "precision", "%.3f"),
                        number(scores, "recall", "%.3f"),
                        number(scores, "density", "%.3f"),
                        number(scores, "coverage", "%.3f"),
                        number(scores, "sliced_wasserstein", "%.4f"),
                        Json.number(scores, "prompt_agreement")
                                .map(share -> String.format(Locale.ROOT, "%.1f %%", 100 * share.doubleValue()))
                                .orElse("-"))
                .stripTrailing();
    }

    private static String number(Map<String, Object> scores, String name, String format) {
        return Json.number(scores, name)
                .map(value -> String.format(Locale.ROOT, format, value.doubleValue()))
                .orElse("-");
    }

    private static String shortened(Object digest) {
        String text = String.valueOf(digest);
        return text.substring(0, Math.min(SHORT_DIGEST, text.length()));
    }
}
