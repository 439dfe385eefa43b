package io.unstir.trainer.diffusion;

/** What the network is asked to predict from x_t. */
public enum Prediction {
    /** The noise (Ho et al. 2020, eq. 14). */
    EPSILON("epsilon") {
        @Override
        double imageCoefficient(double alphaCumprod) {
            return 0;
        }

        @Override
        double noiseCoefficient(double alphaCumprod) {
            return 1;
        }

        @Override
        double minSnrWeight(double snr, double gamma) {
            return Math.min(snr, gamma) / snr;
        }
    },
    /** The velocity {@code sqrt(abar) eps - sqrt(1 - abar) x0} (Salimans and Ho 2022, section 4). */
    V("v_prediction") {
        @Override
        double imageCoefficient(double alphaCumprod) {
            return -Math.sqrt(1 - alphaCumprod);
        }

        @Override
        double noiseCoefficient(double alphaCumprod) {
            return Math.sqrt(alphaCumprod);
        }

        @Override
        double minSnrWeight(double snr, double gamma) {
            return Math.min(snr, gamma) / (snr + 1);
        }
    };

    private final String configName;

    Prediction(String configName) {
        this.configName = configName;
    }

    /** @param name {@code epsilon} or {@code v_prediction} */
    public static Prediction of(String name) {
        for (Prediction prediction : values()) {
            if (prediction.configName.equals(name)) {
                return prediction;
            }
        }
        throw new IllegalArgumentException(
                "diffusion.prediction: \"" + name + "\" is not one of epsilon, v_prediction");
    }

    /** The name in configurations and in diffusers' scheduler files. */
    public String configName() {
        return configName;
    }

    /** Share of x0 in the target. */
    abstract double imageCoefficient(double alphaCumprod);

    /** Share of the noise in the target. */
    abstract double noiseCoefficient(double alphaCumprod);

    /** Weight of the squared error that makes it min(SNR, gamma) in terms of x0 (Hang et al. 2023, section 3.3). */
    abstract double minSnrWeight(double snr, double gamma);
}
