package io.unstir.sampler.picture;

/**
 * Along one side, which pixels of a file make a pixel of the wanted size: {@code weights[i]} from pixel {@code first[i]} on. Smaller is the mean over the area that falls into
 * the pixel, larger is linear between the two centres beside it.
 */
record Weights(int[] first, double[][] weights) {

    /**
     * @param side of the file
     * @param wanted side
     * @param scale wanted pixels for each of the file's, at least {@code wanted / side}; what is more is cut off at both ends alike
     */
    static Weights of(int side, int wanted, double scale) {
        int[] first = new int[wanted];
        double[][] weights = new double[wanted][];
        double start = (side - wanted / scale) / 2;
        for (int i = 0; i < wanted; i++) {
            if (scale < 1) {
                area(start + i / scale, start + (i + 1) / scale, side, i, first, weights);
            } else {
                between(start + (i + 0.5) / scale - 0.5, side, i, first, weights);
            }
        }
        return new Weights(first, weights);
    }

    private static void area(double from, double to, int side, int i, int[] first, double[][] weights) {
        int low = (int) StrictMath.clamp((long) StrictMath.floor(from), 0, side - 1);
        int high = (int) StrictMath.clamp((long) StrictMath.ceil(to), low + 1, side);
        double[] parts = new double[high - low];
        double total = 0;
        for (int k = low; k < high; k++) {
            parts[k - low] = StrictMath.max(0, StrictMath.min(to, k + 1.0) - StrictMath.max(from, k));
            total += parts[k - low];
        }
        for (int k = 0; k < parts.length; k++) {
            parts[k] /= total;
        }
        first[i] = low;
        weights[i] = parts;
    }

    private static void between(double centre, int side, int i, int[] first, double[][] weights) {
        double place = StrictMath.clamp(centre, 0.0, side - 1.0);
        int low = StrictMath.min((int) place, StrictMath.max(0, side - 2));
        double part = place - low;
        first[i] = low;
        weights[i] = part == 0 ? new double[] {1} : new double[] {1 - part, part};
    }
}
