package io.unstir.trainer.diffusion;

/** How much a row's squared error counts, by its t. */
public sealed interface Weighting {
    /** @param snr of x_t, and {@code imageErrorShare} as {@link Prediction} has it */
    double weight(double snr, double imageErrorShare);

    /** All alike, in terms of what is predicted: L_simple (Ho et al. 2020, eq. 14). */
    record Simple() implements Weighting {
        @Override
        public double weight(double snr, double imageErrorShare) {
            return 1;
        }
    }

    /** min(SNR, gamma) in terms of x0 (Hang et al. 2023, section 3.3). */
    record MinSnr(double gamma) implements Weighting {
        @Override
        public double weight(double snr, double imageErrorShare) {
            return Math.min(snr, gamma) * imageErrorShare;
        }
    }

    /** 1 / (k + SNR)^gamma in terms of the noise, whose squared error is SNR times that of x0 (Choi et al. 2022, eq. 8). */
    record P2(double gamma, double k) implements Weighting {
        @Override
        public double weight(double snr, double imageErrorShare) {
            return snr * imageErrorShare / StrictMath.pow(k + snr, gamma);
        }
    }
}
