package io.unstir.local.scale;

import java.util.ArrayList;
import java.util.List;

/** How long a run of a model takes by its rows: as measured at some sizes, straight lines between them and on beyond the last. */
public record RunTime(List<Point> points) {
    /** No row runs alone (decision 0005). */
    private static final int LEAST_ROWS = 2;

    /** @param rows of a run that took so many milliseconds */
    public record Point(int rows, double millis) {}

    public RunTime {
        points = List.copyOf(points);
        if (points.isEmpty()) {
            throw new IllegalArgumentException("a run time needs at least one size (got none)");
        }
        for (int i = 0; i < points.size(); i++) {
            var point = points.get(i);
            if (point.rows() < 1 || !(point.millis() > 0)) {
                throw new IllegalArgumentException(
                        "a run time must be ROWS:MILLIS, at least 1 row and above 0 ms (got %d:%s)"
                                .formatted(point.rows(), point.millis()));
            }
            if (i > 0 && point.rows() <= points.get(i - 1).rows()) {
                throw new IllegalArgumentException("the sizes of a run time must rise (got %d after %d)"
                        .formatted(point.rows(), points.get(i - 1).rows()));
            }
        }
    }

    /** A time for each run and one for each row. */
    public static RunTime linear(double runMillis, double rowMillis) {
        return new RunTime(List.of(new Point(1, runMillis + rowMillis), new Point(2, runMillis + 2 * rowMillis)));
    }

    /** Reads {@code 2:27.2,4:51.3}. */
    public static RunTime parse(String text) {
        var points = new ArrayList<Point>();
        for (String part : text.split(",")) {
            String[] pair = part.strip().split(":");
            try {
                points.add(new Point(Integer.parseInt(pair[0].strip()), Double.parseDouble(pair[1].strip())));
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                throw new IllegalArgumentException(
                        "a run time must be ROWS:MILLIS,ROWS:MILLIS,... (got \"%s\")".formatted(text), e);
            }
        }
        return new RunTime(points);
    }

    /** Of a run of so many rows, in seconds. */
    public double seconds(int rows) {
        int size = Math.max(rows, LEAST_ROWS);
        if (points.size() == 1 || size <= points.getFirst().rows()) {
            return points.getFirst().millis() / 1000;
        }
        int last = 1;
        while (last < points.size() - 1 && points.get(last).rows() < size) {
            last++;
        }
        var from = points.get(last - 1);
        var to = points.get(last);
        double slope = (to.millis() - from.millis()) / (to.rows() - from.rows());
        return (from.millis() + slope * (size - from.rows())) / 1000;
    }
}
