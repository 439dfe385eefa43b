package io.unstir.sampler.guidance;

import java.nio.FloatBuffer;

/**
 * Classifier-free guidance (Ho and Salimans 2022, eq. 6, with w = 1 for none): unconditional + w (conditional - unconditional).
 *
 * @param scale w, at least 1
 */
public record Guidance(double scale) {
    /** The condition as it is. */
    public static final Guidance NONE = new Guidance(1);

    public Guidance {
        if (!(scale >= 1 && scale <= 30)) {
            throw new IllegalArgumentException("guidance_scale must be 1 to 30 (got " + scale + ")");
        }
    }

    /** Whether the model must be asked without the condition too. */
    public boolean active() {
        return scale != 1;
    }

    /** Rows of a model run an image takes. */
    public int rows() {
        return active() ? 2 : 1;
    }

    /** The guided output, from the conditional row at {@code offset} and, where active, the unconditional one right after it. */
    public void combine(FloatBuffer output, int offset, double[] into) {
        if (!active()) {
            for (int i = 0; i < into.length; i++) {
                into[i] = output.get(offset + i);
            }
            return;
        }
        for (int i = 0; i < into.length; i++) {
            double conditional = output.get(offset + i);
            double unconditional = output.get(offset + into.length + i);
            into[i] = unconditional + scale * (conditional - unconditional);
        }
    }
}
