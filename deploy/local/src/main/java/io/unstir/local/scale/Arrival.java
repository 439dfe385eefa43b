package io.unstir.local.scale;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A job that is sent.
 *
 * @param at seconds after the first
 */
public record Arrival(double at, Shape shape) {

    /** Jobs that come at random, independent of each other. @param rate a second, on the mean */
    public static List<Arrival> poisson(double rate, int jobs, List<Shape> shapes, long seed) {
        if (!(rate > 0)) {
            throw new IllegalArgumentException("a rate must be above 0 (got " + rate + ")");
        }
        var random = new Random(seed);
        var arrivals = new ArrayList<Arrival>();
        double at = 0;
        for (int job = 0; job < jobs; job++) {
            arrivals.add(new Arrival(at, one(shapes, random)));
            at += -StrictMath.log(1 - random.nextDouble()) / rate;
        }
        return arrivals;
    }

    /** Jobs one after another. @param apart seconds between two, 0 for all at once */
    public static List<Arrival> burst(double apart, int jobs, List<Shape> shapes, long seed) {
        var random = new Random(seed);
        var arrivals = new ArrayList<Arrival>();
        for (int job = 0; job < jobs; job++) {
            arrivals.add(new Arrival(job * apart, one(shapes, random)));
        }
        return arrivals;
    }

    private static Shape one(List<Shape> shapes, Random random) {
        return shapes.get(random.nextInt(shapes.size()));
    }
}
