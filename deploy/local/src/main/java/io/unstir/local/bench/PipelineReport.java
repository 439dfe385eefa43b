package io.unstir.local.bench;

import io.unstir.local.json.Json;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What was measured, for people and for programs.
 *
 * @param rate jobs a second while it was calm
 * @param calmMemory most resident memory of each process in MiB, before the burst
 * @param memory the same, burst included
 */
public record PipelineReport(
        int rate,
        int samplers,
        Map<Stage, Percentiles> stages,
        Burst.Result burst,
        Map<String, Double> calmMemory,
        Map<String, Double> memory) {

    static Map<Stage, Percentiles> stages(List<JobTimes> times) {
        var stages = new EnumMap<Stage, Percentiles>(Stage.class);
        for (Stage stage : Stage.values()) {
            stages.put(
                    stage,
                    Percentiles.of(times.stream().mapToLong(stage::micros).toArray()));
        }
        return stages;
    }

    /** Markdown. */
    public String text() {
        var text = new StringBuilder();
        text.append(
                "%d jobs a second, %d sampler%s, milliseconds%n%n".formatted(rate, samplers, samplers == 1 ? "" : "s"));
        text.append("| stage | p50 | p95 | p99 | most |%n|:--|--:|--:|--:|--:|%n".formatted());
        stages.forEach((stage, of) -> text.append(String.format(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %.1f | %.1f |%n",
                stage.label(),
                of.p50(),
                of.p95(),
                of.p99(),
                of.most())));
        text.append("%n| a burst of %,d jobs | |%n|:--|--:|%n".formatted(burst.jobs()));
        text.append(String.format(Locale.ROOT, "| accepted a second | %,.0f |%n", burst.acceptedPerSecond()));
        text.append(
                String.format(Locale.ROOT, "| succeeded a second, end to end | %,.0f |%n", burst.succeededPerSecond()));
        text.append(String.format(
                Locale.ROOT,
                "| lost / ended twice / missing in the database | %d / %d / %d |%n",
                burst.lost(),
                burst.doubled(),
                burst.notRecorded()));
        text.append("%n| most resident memory, MiB | calm | burst |%n|:--|--:|--:|%n".formatted());
        memory.forEach((process, most) -> text.append(String.format(
                Locale.ROOT, "| %s | %.0f | %.0f |%n", process, calmMemory.getOrDefault(process, 0.0), most)));
        return text.toString();
    }

    public String json() {
        var document = new LinkedHashMap<String, Object>();
        document.put("jobs_per_second", rate);
        document.put("samplers", samplers);
        var milliseconds = new LinkedHashMap<String, Object>();
        stages.forEach((stage, of) -> milliseconds.put(stage.name().toLowerCase(Locale.ROOT), figures(of)));
        document.put("milliseconds", milliseconds);
        var rush = new LinkedHashMap<String, Object>();
        rush.put("jobs", burst.jobs());
        rush.put("accepted_per_second", burst.acceptedPerSecond());
        rush.put("succeeded_per_second", burst.succeededPerSecond());
        rush.put("lost", burst.lost());
        rush.put("doubled", burst.doubled());
        rush.put("not_recorded", burst.notRecorded());
        document.put("burst", rush);
        document.put("calm_memory_mib", calmMemory);
        document.put("memory_mib", memory);
        return Json.pretty(document);
    }

    private static Map<String, Object> figures(Percentiles of) {
        var figures = new LinkedHashMap<String, Object>();
        figures.put("p50", of.p50());
        figures.put("p95", of.p95());
        figures.put("p99", of.p99());
        figures.put("most", of.most());
        return figures;
    }
}
