package io.unstir.sampler.schedule;

/**
 * RePaint (Lugmayr et al. 2022, section 4.2): every {@code jump} steps, go as many steps back and do them again, so that what is made anew
 * comes to agree with what is kept.
 *
 * @param times how often each part of the way is gone, from 1 (no resampling) to 20
 * @param jump j, from 1 to 20 steps
 */
public record Resampling(int times, int jump) {
    public static final Resampling NONE = new Resampling(1, 1);

    public Resampling {
        require("resample_times", times);
        require("resample_jump", jump);
    }

    private static void require(String field, int value) {
        if (value < 1 || value > 20) {
            throw new IllegalArgumentException("%s must be 1 to 20 (got %d)".formatted(field, value));
        }
    }
}
