package io.unstir.trainer.run;

import io.unstir.trainer.data.TrainingData;
import java.util.SplittableRandom;

/**
 * Random changes that make more images of few.
 *
 * @param horizontalFlip whether half of the images are mirrored
 * @param colourJitter largest relative change of brightness, contrast and saturation, 0 for none
 */
record Augmentation(boolean horizontalFlip, double colourJitter) {
    // Luma of Rec. 601, the usual grey of a colour.
    private static final float RED = 0.299f;
    private static final float GREEN = 0.587f;
    private static final float BLUE = 0.114f;

    /** Changes the image {@code [channels, size, size]} in [-1, 1] that begins at {@code offset}. */
    void change(float[] images, int offset, TrainingData data, SplittableRandom random) {
        int size = data.imageSize();
        int length = data.channels() * size * size;
        // Drawn even where it isn't used: switching it on must not change what else is drawn.
        boolean mirrored = random.nextBoolean();
        if (mirrored && horizontalFlip) {
            mirror(images, offset, length, size);
        }
        if (colourJitter > 0) {
            saturate(images, offset, data.channels(), size * size, factor(random));
            stretch(images, offset, length, factor(random), (float) (colourJitter * (2 * random.nextDouble() - 1)));
        }
    }

    private float factor(SplittableRandom random) {
        return (float) (1 + colourJitter * (2 * random.nextDouble() - 1));
    }

    private static void mirror(float[] images, int offset, int length, int width) {
        for (int line = offset; line < offset + length; line += width) {
            for (int left = line, right = line + width - 1; left < right; left++, right--) {
                float kept = images[left];
                images[left] = images[right];
                images[right] = kept;
            }
        }
    }

    /** Moves colours away from, or towards, their grey. */
    private static void saturate(float[] images, int offset, int channels, int pixels, float factor) {
        if (channels != 3) {
            return;
        }
        for (int i = offset; i < offset + pixels; i++) {
            float grey = RED * images[i] + GREEN * images[i + pixels] + BLUE * images[i + 2 * pixels];
            for (int channel = 0; channel < channels; channel++) {
                int at = i + channel * pixels;
                images[at] = grey + factor * (images[at] - grey);
            }
        }
    }

    /** Contrast around middle grey, then brightness; what leaves [-1, 1] is cut. */
    private static void stretch(float[] images, int offset, int length, float contrast, float brightness) {
        for (int i = offset; i < offset + length; i++) {
            images[i] = Math.clamp(contrast * images[i] + brightness, -1, 1);
        }
    }
}
