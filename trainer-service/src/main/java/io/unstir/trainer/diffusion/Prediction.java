package io.unstir.trainer.diffusion;

import java.util.Arrays;
import java.util.List;

/** What the network is asked to predict from {@code x_t = alpha x0 + sigma epsilon}. */
public enum Prediction {
    /** The noise (Ho et al. 2020, eq. 14). */
    EPSILON("epsilon") {
        @Override
        public double imageShare(double alpha, double sigma) {
            return 0;
        }

        @Override
        public double noiseShare(double alpha, double sigma) {
            return 1;
        }

        @Override
        double imageErrorShare(double alpha, double sigma) {
            return sigma * sigma / (alpha * alpha);
        }
    },
    /** The image (Ramesh et al. 2022, section 2.2, among others). */
    SAMPLE("sample") {
        @Override
        public double imageShare(double alpha, double sigma) {
            return 1;
        }

        @Override
        public double noiseShare(double alpha, double sigma) {
            return 0;
        }

        @Override
        double imageErrorShare(double alpha, double sigma) {
            return 1;
        }
    },
    /** The velocity {@code alpha epsilon - sigma x0} (Salimans and Ho 2022, section 4). */
    V("v_prediction") {
        @Override
        public double imageShare(double alpha, double sigma) {
            return -sigma;
        }

        @Override
        public double noiseShare(double alpha, double sigma) {
            return alpha;
        }

        @Override
        double imageErrorShare(double alpha, double sigma) {
            return sigma * sigma;
        }
    },
    /** The straight path's velocity {@code epsilon - x0} (Liu et al. 2023, eq. 1, from image to noise). */
    FLOW("flow") {
        @Override
        public double imageShare(double alpha, double sigma) {
            return -1;
        }

        @Override
        public double noiseShare(double alpha, double sigma) {
            return 1;
        }

        @Override
        double imageErrorShare(double alpha, double sigma) {
            return sigma * sigma;
        }
    };

    /** x0 and epsilon, of which {@code x_t = alpha x0 + sigma epsilon}. */
    public record Parts(double image, double noise) {}

    private final String configName;

    Prediction(String configName) {
        this.configName = configName;
    }

    public static List<String> names() {
        return Arrays.stream(values()).map(Prediction::configName).toList();
    }

    /** @param name one of {@link #names} */
    public static Prediction of(String name) {
        for (Prediction prediction : values()) {
            if (prediction.configName.equals(name)) {
                return prediction;
            }
        }
        throw new IllegalArgumentException(
                "diffusion.prediction: \"" + name + "\" is not one of " + String.join(", ", names()));
    }

    /** The name in configurations and, but for flow, in diffusers' scheduler files. */
    public String configName() {
        return configName;
    }

    /**
     * What a prediction says of one value of x_t.
     *
     * @param alpha share of the image, above 0 where the noise is predicted
     * @param sigma share of the noise, above 0
     */
    public final Parts parts(double alpha, double sigma, double noisy, double predicted) {
        double image =
                switch (this) {
                    case EPSILON -> (noisy - sigma * predicted) / alpha;
                    case SAMPLE -> predicted;
                    // On the unit circle of alpha and sigma, and on the straight path.
                    case V -> alpha * noisy - sigma * predicted;
                    case FLOW -> noisy - sigma * predicted;
                };
        double noise = this == EPSILON ? predicted : (noisy - alpha * image) / sigma;
        return new Parts(image, noise);
    }

    /** Share of x0 in the target. */
    public abstract double imageShare(double alpha, double sigma);

    /** Share of the noise in the target. */
    public abstract double noiseShare(double alpha, double sigma);

    /** Squared error of the x0 that follows from a prediction, for a squared error of 1 of the prediction. */
    abstract double imageErrorShare(double alpha, double sigma);
}
