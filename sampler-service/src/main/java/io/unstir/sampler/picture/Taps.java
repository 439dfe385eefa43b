package io.unstir.sampler.picture;

/**
 * Which stored pixels make each wanted one along an axis, and with what weight. Positions are counted in whole fractions of a pixel, so
 * weights are whole numbers and add up to the same total exactly.
 *
 * @param first stored pixel of each wanted one; the others follow it
 * @param weights of each wanted pixel
 * @param total what the weights of a pixel add up to
 */
record Taps(int[] first, long[][] weights, long total) {

    /**
     * The middle of an axis of {@code stored} pixels, scaled by {@code over} / {@code under}.
     *
     * @param under stored pixels that become {@code over} wanted ones
     */
    static Taps of(int stored, int wanted, int under, int over) {
        return under < over ? enlarging(stored, wanted, under, over) : shrinking(stored, wanted, under, over);
    }

    /** A wanted pixel is the mean of the area it covers. */
    private static Taps shrinking(int stored, int wanted, int under, int over) {
        long unit = 2L * over;
        long margin = margin(stored, wanted, under, over);
        // Cut without scaling falls on whole pixels, also where an odd number of them is cut off.
        margin -= under == over ? margin % unit : 0;
        int[] first = new int[wanted];
        long[][] weights = new long[wanted][];
        for (int i = 0; i < wanted; i++) {
            long from = margin + 2L * under * i;
            long to = from + 2L * under;
            first[i] = (int) (from / unit);
            weights[i] = new long[(int) ((to + unit - 1) / unit) - first[i]];
            for (int j = 0; j < weights[i].length; j++) {
                long left = (first[i] + j) * unit;
                weights[i][j] = StrictMath.min(to, left + unit) - StrictMath.max(from, left);
            }
        }
        return new Taps(first, weights, 2L * under);
    }

    /** A wanted pixel lies between the centres of two stored ones; at the border there is only one. */
    private static Taps enlarging(int stored, int wanted, int under, int over) {
        long unit = 2L * over;
        long margin = margin(stored, wanted, under, over);
        int[] first = new int[wanted];
        long[][] weights = new long[wanted][];
        for (int i = 0; i < wanted; i++) {
            long centre = margin + 2L * under * i + under - over;
            int left = (int) StrictMath.floorDiv(centre, unit);
            long right = StrictMath.floorMod(centre, unit);
            boolean between = left >= 0 && left < stored - 1 && right > 0;
            first[i] = StrictMath.clamp(left, 0, stored - 1);
            weights[i] = between ? new long[] {unit - right, right} : new long[] {unit};
        }
        return new Taps(first, weights, unit);
    }

    /** What is cut off before the first wanted pixel, in units of {@code 1 / (2 * over)} stored pixels. */
    private static long margin(int stored, int wanted, int under, int over) {
        return (long) stored * over - (long) wanted * under;
    }
}
