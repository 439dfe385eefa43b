package io.unstir.sampler.solver;

/**
 * What the model says about x_t: the image in it and the noise on it, with x_t = sqrt(abar) x0 + sqrt(1 - abar) epsilon. Its arrays are reused each step.
 *
 * @param variance where between its bounds the model puts the variance of the step before, -1 to 1 (Nichol and Dhariwal 2021, eq. 15); empty
 *     for a model that doesn't say
 */
public record Denoised(double[] x0, double[] epsilon, double[] variance) {
    public static Denoised ofSize(int elements, boolean learnedVariance) {
        return new Denoised(new double[elements], new double[elements], new double[learnedVariance ? elements : 0]);
    }
}
