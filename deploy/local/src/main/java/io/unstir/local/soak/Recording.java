package io.unstir.local.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Everything the gauges told, by one thread. What a gauge could not tell is left out. */
final class Recording {
    private final Map<Gauge, List<Series.Point>> points = new TreeMap<>();

    void add(double minutes, Map<Gauge, Double> told) {
        told.forEach((gauge, value) -> {
            if (Double.isFinite(value)) {
                points.computeIfAbsent(gauge, _ -> new ArrayList<>()).add(new Series.Point(minutes, value));
            }
        });
    }

    SortedMap<Gauge, Series> series() {
        var series = new TreeMap<Gauge, Series>();
        points.forEach((gauge, list) -> series.put(gauge, new Series(list)));
        return series;
    }
}
