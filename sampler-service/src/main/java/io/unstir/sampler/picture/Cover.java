package io.unstir.sampler.picture;

import java.util.Arrays;

/**
 * The resize rule: a picture of another size is scaled, its aspect kept, until it just covers the wanted size, and cut at the centre.
 * Shrinking takes the mean of the area (an exact box filter), enlarging is bilinear. Sums are whole numbers: an evenly coloured area keeps its
 * exact level, and a picture of the wanted size is unchanged.
 */
record Cover(Taps columns, Taps rows) {

    static Cover of(Size stored, Size wanted) {
        boolean widthDecides = (long) stored.width() * wanted.height() <= (long) stored.height() * wanted.width();
        int under = widthDecides ? stored.width() : stored.height();
        int over = widthDecides ? wanted.width() : wanted.height();
        return new Cover(
                Taps.of(stored.width(), wanted.width(), under, over),
                Taps.of(stored.height(), wanted.height(), under, over));
    }

    /**
     * Writes the wanted size's levels, 0 to 255, row after row.
     *
     * @param argb the stored pixels
     * @param stride stored pixels a row
     */
    void levels(int[] argb, int stride, Channel channel, double[] out, int offset) {
        int width = columns.first().length;
        long[] sums = new long[width];
        double total = (double) columns.total() * rows.total() * channel.unit();
        for (int y = 0; y < rows.first().length; y++) {
            Arrays.fill(sums, 0);
            for (int j = 0; j < rows.weights()[y].length; j++) {
                addRow(argb, (rows.first()[y] + j) * stride, rows.weights()[y][j], channel, sums);
            }
            for (int x = 0; x < width; x++) {
                out[offset + y * width + x] = sums[x] / total;
            }
        }
    }

    private void addRow(int[] argb, int row, long weight, Channel channel, long[] sums) {
        for (int x = 0; x < sums.length; x++) {
            int at = row + columns.first()[x];
            long[] weights = columns.weights()[x];
            long sum = 0;
            for (int i = 0; i < weights.length; i++) {
                sum += weights[i] * channel.of(argb[at + i]);
            }
            sums[x] += weight * sum;
        }
    }
}
