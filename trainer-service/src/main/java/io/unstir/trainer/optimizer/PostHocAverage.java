package io.unstir.trainer.optimizer;

import java.util.List;

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
        double[][] products = new double[n][n];
        double[] right = new double[n];
        for (int i = 0; i < n; i++) {
            Snapshot a = snapshots.get(i);
            for (int j = 0; j < n; j++) {
                Snapshot b = snapshots.get(j);
                products[i][j] = product(a.step(), a.exponent(), b.step(), b.exponent());
            }
            right[i] = product(a.step(), a.exponent(), step, wanted);
        }
        return solve(products, right);
    }

    /** Integral of the product of two averages' weights over time, in closed form (Karras et al. 2024, appendix C, eq. 149). */
    static double product(double stepA, double exponentA, double stepB, double exponentB) {
        double ratio = stepA / stepB;
        double exponent = stepA < stepB ? exponentB : -exponentA;
        double numerator = (exponentA + 1) * (exponentB + 1) * StrictMath.pow(ratio, exponent);
        return numerator / ((exponentA + exponentB + 1) * Math.max(stepA, stepB));
    }

    /** Gaussian elimination with partial pivoting: the matrix is small. */
    private static double[] solve(double[][] matrix, double[] right) {
        int n = right.length;
        for (int column = 0; column < n; column++) {
            int pivot = column;
            for (int row = column + 1; row < n; row++) {
                if (Math.abs(matrix[row][column]) > Math.abs(matrix[pivot][column])) {
                    pivot = row;
                }
            }
            double[] swapped = matrix[column];
            matrix[column] = matrix[pivot];
            matrix[pivot] = swapped;
            double value = right[column];
            right[column] = right[pivot];
            right[pivot] = value;
            for (int row = column + 1; row < n; row++) {
                double factor = matrix[row][column] / matrix[column][column];
                for (int k = column; k < n; k++) {
                    matrix[row][k] -= factor * matrix[column][k];
                }
                right[row] -= factor * right[column];
            }
        }
        double[] solution = new double[n];
        for (int row = n - 1; row >= 0; row--) {
            double sum = right[row];
            for (int k = row + 1; k < n; k++) {
                sum -= matrix[row][k] * solution[k];
            }
            solution[row] = sum / matrix[row][row];
        }
        return solution;
    }
}
