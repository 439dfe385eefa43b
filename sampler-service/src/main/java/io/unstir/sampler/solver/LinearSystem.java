package io.unstir.sampler.solver;

/** Two or three linear equations. */
final class LinearSystem {
    private LinearSystem() {}

    /** Gauss with the largest pivot. @param matrix the rows, each with its right-hand side as last number; overwritten */
    static double[] solve(double[][] matrix) {
        int size = matrix.length;
        for (int column = 0; column < size; column++) {
            int pivot = column;
            for (int row = column + 1; row < size; row++) {
                if (StrictMath.abs(matrix[row][column]) > StrictMath.abs(matrix[pivot][column])) {
                    pivot = row;
                }
            }
            double[] top = matrix[pivot];
            matrix[pivot] = matrix[column];
            matrix[column] = top;
            for (int row = column + 1; row < size; row++) {
                double factor = matrix[row][column] / top[column];
                for (int k = column; k <= size; k++) {
                    matrix[row][k] -= factor * top[k];
                }
            }
        }
        double[] solution = new double[size];
        for (int row = size - 1; row >= 0; row--) {
            double rest = matrix[row][size];
            for (int k = row + 1; k < size; k++) {
                rest -= matrix[row][k] * solution[k];
            }
            solution[row] = rest / matrix[row][row];
        }
        return solution;
    }
}
