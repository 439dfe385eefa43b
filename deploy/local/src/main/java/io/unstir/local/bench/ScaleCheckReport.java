package io.unstir.local.bench;

import io.unstir.local.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Predicted beside measured, for people and for programs.
 *
 * @param footprint what a job left on the topics
 */
public record ScaleCheckReport(UnitCosts costs, List<Comparison> comparisons, Footprint footprint) {
    private static final double THROUGHPUT_GOAL = 0.15;
    private static final double LATENCY_GOAL = 0.25;

    /** Whether every prediction was as near as it should be. */
    public boolean isKept() {
        return comparisons.stream().allMatch(each -> each.isWithin(THROUGHPUT_GOAL, LATENCY_GOAL));
    }

    /** Markdown. */
    public String text() {
        var text = new StringBuilder();
        text.append("| a job alone, one sampler | ms, p50 |%n|:--|--:|%n".formatted());
        stages().forEach((stage, millis) -> text.append(line("| %s | %.1f |%n", stage, millis)));
        text.append(
                "%n| samplers | load | jobs/s predicted | measured | error | p50 predicted | measured | error | p95 predicted | measured | error |%n"
                        .formatted());
        text.append("|--:|:--|--:|--:|--:|--:|--:|--:|--:|--:|--:|%n".formatted());
        for (var each : comparisons) {
            text.append(line(
                    "| %d | %s | %.2f | %.2f | %+.0f %% | %.0f | %.0f | %+.0f %% | %.0f | %.0f | %+.0f %% |%n",
                    each.samplers(),
                    each.load(),
                    each.predicted().jobsPerSecond(),
                    each.measured().jobsPerSecond(),
                    100 * each.throughputError(),
                    each.predicted().p50(),
                    each.measured().p50(),
                    100 * each.p50Error(),
                    each.predicted().p95(),
                    each.measured().p95(),
                    100 * each.p95Error()));
        }
        text.append("%n| a job leaves on | records | bytes |%n|:--|--:|--:|%n".formatted());
        footprint
                .topics()
                .forEach((topic, amount) ->
                        text.append(line("| %s | %.1f | %,.0f |%n", topic, amount.records(), amount.bytes())));
        text.append(line(
                "%nThe goal, at most %.0f %% for jobs a second and %.0f %% for p50 and p95, is %s.%n",
                100 * THROUGHPUT_GOAL, 100 * LATENCY_GOAL, isKept() ? "kept" : "missed"));
        return text.toString();
    }

    public String json() {
        var document = new LinkedHashMap<String, Object>();
        document.put("unit_costs_ms", stages());
        document.put("kept", isKept());
        document.put("loads", comparisons.stream().map(ScaleCheckReport::loads).toList());
        var topics = new LinkedHashMap<String, Object>();
        footprint
                .topics()
                .forEach((topic, amount) ->
                        topics.put(topic, Map.of("records", amount.records(), "bytes", amount.bytes())));
        document.put("topics_a_job", topics);
        return Json.pretty(document);
    }

    private static Map<String, Object> loads(Comparison each) {
        var load = new LinkedHashMap<String, Object>();
        load.put("samplers", each.samplers());
        load.put("load", each.load());
        load.put("predicted", figures(each.predicted()));
        load.put("measured", figures(each.measured()));
        return load;
    }

    private static Map<String, Object> figures(Comparison.Figures of) {
        var figures = new LinkedHashMap<String, Object>();
        figures.put("jobs_per_second", of.jobsPerSecond());
        figures.put("p50_ms", of.p50());
        figures.put("p95_ms", of.p95());
        return figures;
    }

    private Map<String, Double> stages() {
        var overhead = costs.overhead();
        var stages = new LinkedHashMap<String, Double>();
        stages.put("accept", 1000 * overhead.accept().median());
        stages.put("take", 1000 * overhead.take().median());
        stages.put("a run beside what it was told to wait", costs.beside());
        stages.put("store", 1000 * overhead.store().median());
        stages.put("tell", 1000 * overhead.tell().median());
        stages.put("deliver", 1000 * overhead.deliver().median());
        return stages;
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
