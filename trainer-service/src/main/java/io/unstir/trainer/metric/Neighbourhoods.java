package io.unstir.trainer.metric;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A ball around every point of a cloud that reaches its k-th nearest neighbour: together they stand for the manifold that the
 * points were drawn from (Kynkäänniemi et al. 2019, eq. 1).
 *
 * @param squaredRadii one a point
 */
record Neighbourhoods(Cloud centres, double[] squaredRadii) {

    static Neighbourhoods of(Cloud cloud, int k) {
        cloud.requireAtLeast(k + 1);
        double[] radii = IntStream.range(0, cloud.size())
                .parallel()
                .mapToDouble(point -> squaredRadius(cloud, point, k))
                .toArray();
        return new Neighbourhoods(cloud, radii);
    }

    boolean holds(int centre, Cloud cloud, int point) {
        return centres.squaredDistance(centre, cloud, point) <= squaredRadii[centre];
    }

    /** How many of the balls hold each point of another cloud. */
    int[] holding(Cloud cloud) {
        return IntStream.range(0, cloud.size())
                .parallel()
                .map(point -> (int) IntStream.range(0, centres.size())
                        .filter(centre -> holds(centre, cloud, point))
                        .count())
                .toArray();
    }

    /** How many balls hold a point of another cloud. */
    int occupiedBy(Cloud cloud) {
        return (int) IntStream.range(0, centres.size())
                .parallel()
                .filter(centre -> IntStream.range(0, cloud.size()).anyMatch(point -> holds(centre, cloud, point)))
                .count();
    }

    private static double squaredRadius(Cloud cloud, int point, int k) {
        double[] nearest = new double[k];
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        for (int other = 0; other < cloud.size(); other++) {
            double distance = other == point ? Double.POSITIVE_INFINITY : cloud.squaredDistance(point, cloud, other);
            int at = k - 1;
            if (distance < nearest[at]) {
                while (at > 0 && nearest[at - 1] > distance) {
                    nearest[at] = nearest[at - 1];
                    at--;
                }
                nearest[at] = distance;
            }
        }
        return nearest[k - 1];
    }
}
