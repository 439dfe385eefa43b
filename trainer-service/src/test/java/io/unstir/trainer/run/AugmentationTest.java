package io.unstir.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.unstir.trainer.testing.NoisyPictures;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AugmentationTest {
    private static final int SIZE = NoisyPictures.SIZE;
    private static final int LENGTH = 3 * SIZE * SIZE;

    private final NoisyPictures data = new NoisyPictures();

    @Test
    void switchedOffItChangesNothing() {
        assertThat(changed(new Augmentation(false, 0), 1)).isEqualTo(image());
    }

    @Test
    void halfOfTheImagesAreMirrored() {
        float[] mirrored = mirrored();
        int count = 0;
        for (int seed = 0; seed < 400; seed++) {
            float[] changed = changed(new Augmentation(true, 0), seed);
            assertThat(java.util.Arrays.equals(changed, image()) || java.util.Arrays.equals(changed, mirrored))
                    .isTrue();
            count += java.util.Arrays.equals(changed, mirrored) ? 1 : 0;
        }

        assertThat(count).isBetween(160, 240);
    }

    @Test
    void colourChangesStayWithinTheirLimitAndTheRange() {
        float[] before = image();
        boolean differs = false;
        for (int seed = 0; seed < 100; seed++) {
            float[] after = changed(new Augmentation(false, 0.1), seed);
            for (int i = 0; i < LENGTH; i++) {
                assertThat(after[i]).isBetween(-1f, 1f);
                // Saturation moves by at most 0.1 of the distance to grey (2), contrast by 0.1 of the value, brightness
                // by 0.1.
                assertThat(after[i]).isCloseTo(before[i], within(0.45f));
                differs |= after[i] != before[i];
            }
        }
        assertThat(differs).isTrue();
    }

    /** Switching one on must not change what else is drawn: the generator ends where it ended. */
    @Test
    void mirroringDrawsTheSameWhetherOnOrOff() {
        var on = new SplittableRandom(9);
        var off = new SplittableRandom(9);

        new Augmentation(true, 0).change(image(), 0, data, on);
        new Augmentation(false, 0).change(image(), 0, data, off);

        assertThat(on.nextLong()).isEqualTo(off.nextLong());
    }

    private float[] changed(Augmentation augmentation, long seed) {
        float[] image = image();
        augmentation.change(image, 0, data, new SplittableRandom(seed));
        return image;
    }

    private float[] image() {
        float[] image = new float[LENGTH];
        data.copyImage(0, image, 0);
        return image;
    }

    private float[] mirrored() {
        float[] image = image();
        float[] mirrored = new float[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            mirrored[i] = image[i - i % SIZE + SIZE - 1 - i % SIZE];
        }
        return mirrored;
    }
}
