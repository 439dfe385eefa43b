package io.unstir.sampler.solver;

/** What the model says about x_t: the image in it and the noise on it, with x_t = sqrt(abar) x0 + sqrt(1 - abar) epsilon. Its arrays are reused each step. */
public record Denoised(double[] x0, double[] epsilon) {
    public static Denoised ofSize(int elements) {
        return new Denoised(new double[elements], new double[elements]);
    }
}
