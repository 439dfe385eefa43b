package io.unstir.sampler.guidance;

/**
 * Classifier-free guidance (Ho and Salimans 2022, eq. 6, with w = 1 for none): unconditional + w (conditional - unconditional).
 *
 * @param scale w, at least 1
 * @param from the part of the way from which it holds: 0 is noise, 1 the image
 * @param to the part of the way up to which it holds (Kynkäänniemi et al. 2024, "Applying Guidance in a Limited Interval")
 * @param rescale phi of Lin et al. 2023, section 3.4: how far the result is taken back to the conditional one's contrast, 0 to 1
 */
public record Guidance(double scale, double from, double to, double rescale) {
    /** The condition as it is. */
    public static final Guidance NONE = new Guidance(1, 0, 1, 0);

    public Guidance {
        require("guidance_scale", scale, 1, 30);
        require("guidance_start", from, 0, 1);
        require("guidance_end", to, 0, 1);
        require("guidance_rescale", rescale, 0, 1);
        if (from >= to) {
            throw new IllegalArgumentException(
                    "guidance_start must lie below guidance_end (got %s and %s)".formatted(from, to));
        }
    }

    /** Whether the model must be asked without the condition too, {@code way} from noise (0) to the image (1). */
    public boolean active(double way) {
        return active() && way >= from && way <= to;
    }

    /** Whether it must be asked so anywhere. */
    public boolean active() {
        return scale != 1;
    }

    /**
     * Makes the guided answer of the first {@code elements} of both and leaves it in {@code conditional}; what lies behind, a learned variance, stays the
     * conditional one's.
     */
    public void combine(double[] conditional, double[] unconditional, int elements) {
        double contrast = rescale == 0 ? 0 : deviation(conditional, elements);
        for (int i = 0; i < elements; i++) {
            conditional[i] = unconditional[i] + scale * (conditional[i] - unconditional[i]);
        }
        if (rescale > 0) {
            double guided = deviation(conditional, elements);
            double factor = guided == 0 ? 1 : rescale * (contrast / guided) + (1 - rescale);
            for (int i = 0; i < elements; i++) {
                conditional[i] *= factor;
            }
        }
    }

    private static double deviation(double[] values, int elements) {
        double sum = 0;
        for (int i = 0; i < elements; i++) {
            sum += values[i];
        }
        double mean = sum / elements;
        double squares = 0;
        for (int i = 0; i < elements; i++) {
            squares += (values[i] - mean) * (values[i] - mean);
        }
        return StrictMath.sqrt(squares / elements);
    }

    private static void require(String field, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(
                    "%s must be %s to %s (got %s)".formatted(field, plain(least), plain(most), value));
        }
    }

    private static String plain(double value) {
        return Integer.toString((int) value);
    }
}
