package io.unstir.trainer.optimizer;

import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Which sum of kept {@link PowerAverage}s comes closest to an average of another width that nobody kept (Karras et al. 2024,
 * section 3.2 and algorithm 3).
 */
public final class PostHocAverage {
    private PostHocAverage() {}

    /** A kept average. */
    public record Snapshot(long step, double exponent) {}

    /**
     * Weights of the snapshots that sum up to nearly the average of {@code relativeWidth} at {@code step}, by least squares.
     *
     * @param snapshots of different step or exponent
     */
    public static double[] coefficients(List<Snapshot> snapshots, long step, double relativeWidth) {
        double wanted = PowerAverage.exponent(relativeWidth);
        int n = snapshots.size();
        var products = new DMatrixRMaj(n, n);
        var right = new DMatrixRMaj(n, 1);
        for (int i = 0; i < n; i++) {
            Snapshot a = snapshots.get(i);
            for (int j = 0; j < n; j++) {
                Snapshot b = snapshots.get(j);
                products.set(i, j, product(a.step(), a.exponent(), b.step(), b.exponent()));
            }
            right.set(i, 0, product(a.step(), a.exponent(), step, wanted));
        }
        var solution = new DMatrixRMaj(n, 1);
        if (!CommonOps_DDRM.solve(products, right, solution)) {
            throw new IllegalArgumentException("Two snapshots are of the same step and exponent");
        }
        return solution.getData();
    }

    /** Integral of the product of two averages' weights over time, in closed form (Karras et al. 2024, appendix C, eq. 149). */
    static double product(double stepA, double exponentA, double stepB, double exponentB) {
        double ratio = stepA / stepB;
        double exponent = stepA < stepB ? exponentB : -exponentA;
        double numerator = (exponentA + 1) * (exponentB + 1) * StrictMath.pow(ratio, exponent);
        return numerator / ((exponentA + exponentB + 1) * Math.max(stepA, stepB));
    }
}
