package io.unstir.sampler.schedule;

/**
 * A moment of the forward process: x_t = sqrt(abar) x0 + sqrt(1 - abar) epsilon.
 *
 * @param timestep t, as the model is told it; whole or between two training times
 * @param alphaBar abar, from 0 (noise alone) to 1 (the image)
 * @param scale what the model wants x_t multiplied by: 1, but for a rectified flow, whose path is not variance preserving
 */
public record Node(double timestep, double alphaBar, double scale) {
    /** Where every trajectory leads. No model is asked here. */
    public static final Node IMAGE = new Node(0, 1, 1);

    public static Node of(double timestep, double alphaBar) {
        return new Node(timestep, alphaBar, 1);
    }

    /** sqrt(abar), alpha_t of Lu et al. 2022. */
    public double signal() {
        return StrictMath.sqrt(alphaBar);
    }

    /** sqrt(1 - abar), sigma_t of Lu et al. 2022. */
    public double noise() {
        return StrictMath.sqrt(1 - alphaBar);
    }

    /** Noise over signal, the sigma of Karras et al. 2022; infinite where there is no signal. */
    public double sigma() {
        return StrictMath.sqrt((1 - alphaBar) / alphaBar);
    }

    /** Half the logarithm of the signal-to-noise ratio, lambda_t of Lu et al. 2022; infinite at both ends. */
    public double lambda() {
        return StrictMath.log(signal()) - StrictMath.log(noise());
    }

    public boolean isImage() {
        return alphaBar == 1;
    }

    public boolean isNoise() {
        return alphaBar == 0;
    }
}
