package io.unstir.trainer.data;

/**
 * Resizes by averaging: a target pixel is the mean of the source area it covers, pixels at the border counted by the share that
 * is covered. Growing therefore repeats pixels. Plain arithmetic in one order, so the same everywhere.
 */
record BoxAverage(int sourceSize, int targetSize) {
    /**
     * Resizes one side of an image: element (line, position) of {@code source} is at {@code line * lineStride + position *
     * stride}, and likewise, with {@code targetLineStride} and {@code targetStride}, in the result.
     */
    void resize(
            float[] source,
            int lineStride,
            int stride,
            float[] target,
            int targetLineStride,
            int targetStride,
            int lines) {
        double scale = (double) sourceSize / targetSize;
        for (int position = 0; position < targetSize; position++) {
            double from = position * scale;
            double to = Math.min(from + scale, sourceSize);
            int first = (int) from;
            int last = (int) Math.ceil(to);
            for (int line = 0; line < lines; line++) {
                double sum = 0;
                for (int i = first; i < last; i++) {
                    double covered = Math.min(i + 1, to) - Math.max(i, from);
                    sum += covered * source[line * lineStride + i * stride];
                }
                target[line * targetLineStride + position * targetStride] = (float) (sum / (to - from));
            }
        }
    }
}
