package io.unstir.sampler.bench;

import io.unstir.sampler.noise.PhiloxNoise;
import io.unstir.sampler.session.DenoiserSession;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The model alone: how long a run of so many rows takes. */
record BatchSizes(List<Size> sizes) {

    /** @param imagesPerSecond rows a second: images a second for each step of an unguided image */
    record Size(int rows, double millisPerRun, double millisPerRow, double imagesPerSecond) {}

    /** The median of so many runs for each size. */
    static BatchSizes measure(DenoiserSession session, int runs) {
        var sizes = new ArrayList<Size>();
        double[] x = new PhiloxNoise(1, 0, session.sample().elements()).start().clone();
        float[] condition = new float[session.condition().elements()];
        for (int rows = 1; rows <= session.maxRows(); rows *= 2) {
            for (int row = 0; row < rows; row++) {
                session.put(row, x, 500, condition);
            }
            double[] millis = new double[runs];
            session.run(rows);
            for (int run = 0; run < runs; run++) {
                long start = System.nanoTime();
                session.run(rows);
                millis[run] = (System.nanoTime() - start) / 1e6;
            }
            Arrays.sort(millis);
            double median = millis[runs / 2];
            sizes.add(new Size(rows, median, median / rows, 1000 * rows / median));
        }
        return new BatchSizes(List.copyOf(sizes));
    }
}
