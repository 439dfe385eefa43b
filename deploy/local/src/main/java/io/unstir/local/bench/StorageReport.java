package io.unstir.local.bench;

import io.unstir.local.json.Json;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What was measured, for people and for programs.
 *
 * @param answers by kind of question
 */
public record StorageReport(IntakeRun.Result intake, StoredHistory.Counted stored, Map<String, Percentiles> answers) {

    /** Markdown. */
    public String text() {
        var text = new StringBuilder();
        text.append("| intake | |%n|:--|--:|%n".formatted());
        text.append(String.format(Locale.ROOT, "| events read | %,d |%n", intake.events()));
        text.append(String.format(Locale.ROOT, "| events a second, into the tables | %,.0f |%n", intake.perSecond()));
        text.append(String.format(
                Locale.ROOT,
                "%n%,d jobs, %,d images, %,d events, %,d MiB; milliseconds%n%n",
                stored.jobs(),
                stored.images(),
                stored.events(),
                stored.mib()));
        text.append("| question | p50 | p95 | p99 | most |%n|:--|--:|--:|--:|--:|%n".formatted());
        answers.forEach((kind, of) -> text.append(String.format(
                Locale.ROOT, "| %s | %.1f | %.1f | %.1f | %.1f |%n", kind, of.p50(), of.p95(), of.p99(), of.most())));
        return text.toString();
    }

    public String json() {
        var document = new LinkedHashMap<String, Object>();
        document.put("intake_events", intake.events());
        document.put("intake_seconds", intake.seconds());
        document.put("intake_events_per_second", intake.perSecond());
        document.put("stored_jobs", stored.jobs());
        document.put("stored_images", stored.images());
        document.put("stored_events", stored.events());
        document.put("stored_mib", stored.mib());
        var milliseconds = new LinkedHashMap<String, Object>();
        answers.forEach((kind, of) ->
                milliseconds.put(kind, Map.of("p50", of.p50(), "p95", of.p95(), "p99", of.p99(), "most", of.most())));
        document.put("answer_milliseconds", milliseconds);
        return Json.pretty(document);
    }
}
