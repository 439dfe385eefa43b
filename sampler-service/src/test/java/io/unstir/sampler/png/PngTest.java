package io.unstir.sampler.png;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.unstir.sampler.noise.Draw;
import io.unstir.sampler.noise.PhiloxNoise;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PngTest {
    @Test
    void valuesAreRoundedAndClamped() throws IOException {
        // Given
        double[] sample = {-1, 1, 0, -7, 7, 0.5};

        // When
        var image = ImageIO.read(new ByteArrayInputStream(Png.of(sample, 1, 2, 3)));

        // Then
        int[] grey = image.getRaster().getPixels(0, 0, 3, 2, (int[]) null);
        assertThat(grey).containsExactly(0, 255, 128, 0, 255, 191);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "3, 1, 1", "3, 64, 48", "1, 33, 7", "3, 257, 130"})
    void anIndependentReaderSeesEveryPixel(int channels, int height, int width) throws IOException {
        // Given
        double[] sample = new PhiloxNoise(1, 0, channels * height * width).draw(Draw.STEP, 0);

        // When
        var raster = ImageIO.read(new ByteArrayInputStream(Png.of(sample, channels, height, width)))
                .getRaster();

        // Then
        assertThat(raster.getNumBands()).isEqualTo(channels);
        for (int i = 0; i < sample.length; i++) {
            int at = i % (height * width);
            int expected = (int) Math.clamp(Math.round((sample[i] + 1) * 127.5), 0, 255);
            assertThat(raster.getSample(at % width, at / width, i / (height * width)))
                    .isEqualTo(expected);
        }
    }

    /** Changes only together with a decision: every digest of every image made so far would change with it. */
    @Test
    void theBytesNeverChange() throws NoSuchAlgorithmException {
        double[] sample = new PhiloxNoise(1, 0, 3 * 32 * 32).draw(Draw.STEP, 0);

        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Png.of(sample, 3, 32, 32));

        assertThat(HexFormat.of().formatHex(digest))
                .isEqualTo("c0d6ad4c58510ce638d07bf199860be7470b3a6450f196d3e329acef84e999e0");
    }

    @Test
    void otherThanOneOrThreeChannelsAreRefused() {
        assertThatThrownBy(() -> Png.of(new double[8], 2, 2, 2)).hasMessage("channels must be 1 or 3 (got 2)");
    }
}
