package io.unstir.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.unstir.trainer.testing.NoisyPictures;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchesTest {
    private static final int BATCH = 50;
    private static final int PASSES = 200;

    private final NoisyPictures data = new NoisyPictures();

    /** Four standard deviations of the share of 10,000 rows are at most 0.02. */
    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.5, 0.9})
    void theConfiguredShareOfCaptionsIsLeftOut(double share) {
        assertThat(shareLeftOut(share)).isCloseTo(share, within(0.02));
    }

    @Test
    void withoutDropoutEveryCaptionIsToldAndWithAllOfItNone() {
        assertThat(shareLeftOut(0)).isZero();
        assertThat(shareLeftOut(1)).isOne();
    }

    /** So that runs that differ in nothing else can be compared. */
    @Test
    void dropoutChangesNothingElse() {
        Batches.Rows all = batches(0).rows(3);
        Batches.Rows some = batches(0.5).rows(3);

        assertThat(some.images()).isEqualTo(all.images());
        assertThat(some.timesteps()).isEqualTo(all.timesteps());
        assertThat(some.conditions()).isNotEqualTo(all.conditions());
    }

    @Test
    void anEpochSeesEveryPictureOnceAndTheNextInAnotherOrder() {
        var batches = new Batches(data, data.size(), 0, new Augmentation(false, 0), 1000, 1);
        int length = data.channels() * data.imageSize() * data.imageSize();
        float[] first = batches.rows(0).images();
        float[] second = batches.rows(1).images();

        assertThat(pictures(first, length)).hasSize(data.size()).isEqualTo(pictures(second, length));
        assertThat(second).isNotEqualTo(first);
    }

    private static Set<Integer> pictures(float[] images, int length) {
        var pictures = new HashSet<Integer>();
        for (int at = 0; at < images.length; at += length) {
            pictures.add(Arrays.hashCode(Arrays.copyOfRange(images, at, at + length)));
        }
        return pictures;
    }

    private double shareLeftOut(double dropout) {
        int length = data.conditioning().length();
        float[] none = new float[length];
        data.copyNoCondition(none, 0);
        int left = 0;
        for (int pass = 0; pass < PASSES; pass++) {
            float[] conditions = batches(dropout).rows(pass).conditions();
            for (int row = 0; row < BATCH; row++) {
                if (Arrays.equals(conditions, row * length, (row + 1) * length, none, 0, length)) {
                    left++;
                }
            }
        }
        return (double) left / (PASSES * BATCH);
    }

    private Batches batches(double dropout) {
        return new Batches(data, BATCH, dropout, new Augmentation(false, 0), 1000, 1);
    }
}
