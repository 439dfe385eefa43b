package io.unstir.trainer.metric;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * Fréchet distance of the Gaussians with two clouds' means and covariances (Dowson and Landau 1982; Heusel et al. 2017, eq. 6):
 * {@code |m1 - m2|² + Tr(C1 + C2 - 2 (C1 C2)^½)}. At least 0; 0 for the same mean and covariance. It is biased upwards, the more
 * the fewer points a cloud has.
 */
public final class FrechetDistance {
    private FrechetDistance() {}

    public static double between(Cloud a, Cloud b) {
        a.requireSameWidth(b);
        a.requireAtLeast(2);
        b.requireAtLeast(2);
        double[] meanA = mean(a);
        double[] meanB = mean(b);
        DMatrixRMaj covarianceA = covariance(a, meanA);
        DMatrixRMaj covarianceB = covariance(b, meanB);
        double means = 0;
        for (int i = 0; i < a.width(); i++) {
            means += (meanA[i] - meanB[i]) * (meanA[i] - meanB[i]);
        }
        double traces = CommonOps_DDRM.trace(covarianceA) + CommonOps_DDRM.trace(covarianceB);
        // Rounding can leave a little less than nothing.
        return Math.max(0, means + traces - 2 * traceOfRoot(covarianceA, covarianceB));
    }

    /** Tr((A B)^½) as the trace of the root of A^½ B A^½, which has the same eigenvalues and is symmetric. */
    private static double traceOfRoot(DMatrixRMaj a, DMatrixRMaj b) {
        DMatrixRMaj root = root(a);
        var product = new DMatrixRMaj(a.numRows, a.numCols);
        var symmetric = new DMatrixRMaj(a.numRows, a.numCols);
        CommonOps_DDRM.mult(root, b, product);
        CommonOps_DDRM.mult(product, root, symmetric);
        EigenDecomposition_F64<DMatrixRMaj> eigen = decomposed(symmetric, false);
        double trace = 0;
        for (int i = 0; i < a.numRows; i++) {
            trace += Math.sqrt(Math.max(0, eigen.getEigenvalue(i).getReal()));
        }
        return trace;
    }

    private static DMatrixRMaj root(DMatrixRMaj matrix) {
        int width = matrix.numRows;
        EigenDecomposition_F64<DMatrixRMaj> eigen = decomposed(matrix, true);
        var root = new DMatrixRMaj(width, width);
        for (int i = 0; i < width; i++) {
            double value = Math.sqrt(Math.max(0, eigen.getEigenvalue(i).getReal()));
            DMatrixRMaj vector = eigen.getEigenVector(i);
            CommonOps_DDRM.multAddTransB(value, vector, vector, root);
        }
        return root;
    }

    private static EigenDecomposition_F64<DMatrixRMaj> decomposed(DMatrixRMaj matrix, boolean vectors) {
        // The mean of the two triangles: products are symmetric only up to rounding.
        var symmetric = new DMatrixRMaj(matrix.numRows, matrix.numCols);
        CommonOps_DDRM.transpose(matrix, symmetric);
        CommonOps_DDRM.add(0.5, matrix, 0.5, symmetric, symmetric);
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(matrix.numRows, vectors, true);
        if (!eigen.decompose(symmetric)) {
            throw new IllegalStateException("the eigenvalues of a covariance could not be found");
        }
        return eigen;
    }

    private static double[] mean(Cloud cloud) {
        double[] mean = new double[cloud.width()];
        for (int point = 0; point < cloud.size(); point++) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += cloud.at(point, i) / cloud.size();
            }
        }
        return mean;
    }

    /** Unbiased, divided by size - 1. */
    private static DMatrixRMaj covariance(Cloud cloud, double[] mean) {
        var centred = new DMatrixRMaj(cloud.size(), cloud.width());
        for (int point = 0; point < cloud.size(); point++) {
            for (int i = 0; i < mean.length; i++) {
                centred.set(point, i, cloud.at(point, i) - mean[i]);
            }
        }
        var covariance = new DMatrixRMaj(cloud.width(), cloud.width());
        CommonOps_DDRM.multTransA(1.0 / (cloud.size() - 1), centred, centred, covariance);
        return covariance;
    }
}
