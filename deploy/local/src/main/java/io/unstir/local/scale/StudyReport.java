package io.unstir.local.scale;

import io.unstir.local.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was simulated, for people and for programs. */
public record StudyReport(Study study, List<Study.Line> lines) {

    /** Markdown. */
    public String text() {
        var text = new StringBuilder();
        var shape = study.shape();
        text.append(line(
                "Jobs of %d image%s, %d steps, %d rows; alone %.2f s; a sampler does %.2f a second at most.%n%n",
                shape.images(),
                shape.images() == 1 ? "" : "s",
                shape.steps(),
                shape.rows(),
                study.alone(),
                study.jobsPerSecond(1)));
        text.append(
                "| samplers | jobs/s | load | done/s | model runs | rows of a run | queued p50 / p99, s | latency p50 / p95 / p99, s | longer than alone p99, s |%n"
                        .formatted());
        text.append("|--:|--:|--:|--:|--:|--:|--:|--:|--:|%n".formatted());
        for (var each : lines) {
            text.append(line(
                    "| %d | %s | %s | %.2f | %.0f %% | %.1f | %.2f / %.2f | %.2f / %.2f / %.2f | %.2f |%n",
                    each.samplers(),
                    Double.isInfinite(each.rate()) ? "at once" : line("%.2f", each.rate()),
                    Double.isInfinite(each.rate()) ? "" : line("%.0f %%", 100 * each.load()),
                    each.done(),
                    100 * each.utilisation(),
                    each.fill() * study.fleet().rows(),
                    each.queued().p50(),
                    each.queued().p99(),
                    each.latency().p50(),
                    each.latency().p95(),
                    each.latency().p99(),
                    each.longer().p99()));
        }
        return text.toString();
    }

    public String json() {
        var document = new LinkedHashMap<String, Object>();
        document.put("alone_s", study.alone());
        document.put("jobs_per_second_of_a_sampler", study.jobsPerSecond(1));
        document.put("lines", lines.stream().map(StudyReport::fields).toList());
        return Json.pretty(document);
    }

    private static Map<String, Object> fields(Study.Line of) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("samplers", of.samplers());
        if (!Double.isInfinite(of.rate())) {
            fields.put("jobs_per_second", of.rate());
            fields.put("load", of.load());
        }
        fields.put("done_per_second", of.done());
        fields.put("utilisation", of.utilisation());
        fields.put("fill", of.fill());
        fields.put("queued_s", quantiles(of.queued()));
        fields.put("latency_s", quantiles(of.latency()));
        fields.put("longer_than_alone_s", quantiles(of.longer()));
        return fields;
    }

    private static Map<String, Double> quantiles(Quantiles of) {
        var figures = new LinkedHashMap<String, Double>();
        figures.put("mean", of.mean());
        figures.put("p50", of.p50());
        figures.put("p95", of.p95());
        figures.put("p99", of.p99());
        return figures;
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
