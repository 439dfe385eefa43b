package io.unstir.local.soak;

import io.unstir.local.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;

/**
 * Whether a system takes more and more of anything, for people and for programs.
 *
 * @param series all that was told, the warm-up included
 * @param trends after the warm-up
 * @param jobs in the database, by how they ended
 * @param replaced processes that another one took the place of
 */
public record SoakReport(
        Duration length,
        Duration warmUp,
        double rate,
        SortedMap<Gauge, Series> series,
        List<Trend> trends,
        RecordCost cost,
        Map<Counts.Deed, Long> deeds,
        Map<String, Long> jobs,
        long replaced) {
    private static final double SECONDS_A_MINUTE = 60;

    static SoakReport of(
            Duration length,
            Duration warmUp,
            double rate,
            SortedMap<Gauge, Series> series,
            Map<Counts.Deed, Long> deeds,
            Map<String, Long> jobs,
            long replaced) {
        var counted = new Span(minutes(warmUp), minutes(length));
        var trends = new ArrayList<Trend>();
        series.forEach((gauge, told) -> trends.add(Trend.of(gauge, told, counted)));
        var cost = RecordCost.of(DatabaseGauges.size(series), SystemGauges.records(series), counted);
        return new SoakReport(length, warmUp, rate, series, List.copyOf(trends), cost, deeds, jobs, replaced);
    }

    private static double minutes(Duration time) {
        return time.toSeconds() / SECONDS_A_MINUTE;
    }

    /** Whether nothing grows but with what is stored, every job has ended, and every process is the one it was. */
    public boolean isFlat() {
        return trends.stream().allMatch(Trend::isFlat) && cost.isFlat() && lost() == 0 && replaced == 0;
    }

    /** Jobs that were accepted and have not ended as they should; none has a cause to fail. */
    private long lost() {
        return deeds.get(Counts.Deed.JOBS) - jobs.getOrDefault("succeeded", 0L) - jobs.getOrDefault("canceled", 0L);
    }

    /** Markdown. */
    public String text() {
        var text = new StringBuilder();
        text.append("%d minutes, of which %d to warm up%n%n| what was done | |%n|:--|--:|%n"
                .formatted(length.toMinutes(), warmUp.toMinutes()));
        deeds.forEach((deed, count) -> text.append("| %s | %,d |%n".formatted(deed.label(), count)));
        jobs.forEach((status, count) -> text.append("| jobs %s | %,d |%n".formatted(status, count)));
        text.append("| jobs lost | %,d |%n| processes replaced | %d |%n".formatted(lost(), replaced));
        text.append(
                "%n| of | what | first quarter | last quarter | an hour | |%n|:--|:--|--:|--:|--:|:--|%n".formatted());
        trends.forEach(trend -> text.append(line(trend)));
        text.append(String.format(
                Locale.ROOT,
                "| database | bytes a record, first and last half | %.0f | %.0f | | %s |%n",
                cost.first(),
                cost.last(),
                verdict(cost.isFlat())));
        text.append("%n%s%n".formatted(isFlat() ? "flat" : "NOT FLAT"));
        return text.toString();
    }

    private static String line(Trend trend) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %,.1f | %,.1f | %+,.1f | %s |%n",
                trend.gauge().subject(),
                trend.gauge().quantity().label(),
                trend.first(),
                trend.last(),
                trend.slopePerHour(),
                trend.gauge().quantity().isLevel() ? verdict(trend.isFlat()) : "");
    }

    private static String verdict(boolean flat) {
        return flat ? "flat" : "**grows**";
    }

    public String json() {
        var document = new LinkedHashMap<String, Object>();
        document.put("minutes", length.toMinutes());
        document.put("warm_up_minutes", warmUp.toMinutes());
        document.put("rate", rate);
        document.put("flat", isFlat());
        var done = new LinkedHashMap<String, Object>();
        deeds.forEach((deed, count) -> done.put(deed.name().toLowerCase(Locale.ROOT), count));
        document.put("done", done);
        document.put("jobs", jobs);
        document.put("jobs_lost", lost());
        document.put("processes_replaced", replaced);
        document.put("trends", trends.stream().map(SoakReport::figures).toList());
        document.put("bytes_a_record", Map.of("first_half", cost.first(), "last_half", cost.last()));
        document.put(
                "series", series.entrySet().stream().map(SoakReport::points).toList());
        return Json.pretty(document);
    }

    private static Map<String, Object> figures(Trend trend) {
        var figures = names(trend.gauge());
        figures.put("first_quarter", trend.first());
        figures.put("last_quarter", trend.last());
        figures.put("slope_an_hour", trend.slopePerHour());
        figures.put("flat", trend.isFlat());
        return figures;
    }

    private static Map<String, Object> points(Map.Entry<Gauge, Series> series) {
        var figures = names(series.getKey());
        figures.put(
                "points",
                series.getValue().points().stream()
                        .map(point -> List.of(point.minutes(), point.value()))
                        .toList());
        return figures;
    }

    private static Map<String, Object> names(Gauge gauge) {
        var names = new LinkedHashMap<String, Object>();
        names.put("of", gauge.subject());
        names.put("what", gauge.quantity().name().toLowerCase(Locale.ROOT));
        return names;
    }
}
