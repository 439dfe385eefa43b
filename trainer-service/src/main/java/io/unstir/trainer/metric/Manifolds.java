package io.unstir.trainer.metric;

import java.util.Arrays;

/**
 * How far the manifolds of real and made points agree.
 *
 * @param precision share of made points on the real manifold, 0 to 1 (Kynkäänniemi et al. 2019, eq. 2)
 * @param recall share of real points on the made manifold, 0 to 1 (the same)
 * @param density of made points on the real manifold, at least 0 and around 1 for a perfect model (Naeem et al. 2020, eq. 3)
 * @param coverage share of real points with a made one in their neighbourhood, 0 to 1; 1 - 2^-k is expected of a perfect model
 *     that made as many points as there are real ones (Naeem et al. 2020, eq. 4 and lemma 2)
 */
public record Manifolds(double precision, double recall, double density, double coverage) {
    /** Neighbours that make a neighbourhood, as Naeem et al. 2020 choose. */
    public static final int NEIGHBOURS = 5;

    /** @throws IllegalArgumentException when a cloud has no more points than {@link #NEIGHBOURS} */
    public static Manifolds of(Cloud real, Cloud made) {
        real.requireSameWidth(made);
        var aroundReal = Neighbourhoods.of(real, NEIGHBOURS);
        var aroundMade = Neighbourhoods.of(made, NEIGHBOURS);
        int[] holding = aroundReal.holding(made);
        return new Manifolds(
                positive(holding) / (double) made.size(),
                positive(aroundMade.holding(real)) / (double) real.size(),
                Arrays.stream(holding).asLongStream().sum() / ((double) NEIGHBOURS * made.size()),
                aroundReal.occupiedBy(made) / (double) real.size());
    }

    private static long positive(int[] counts) {
        return Arrays.stream(counts).filter(count -> count > 0).count();
    }
}
