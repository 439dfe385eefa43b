package io.unstir.trainer.preview;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Pictures of a run; what they look like is left in target/pictures. */
class PicturesTest {
    private static final Path PICTURES = Path.of("target", "pictures");

    @Test
    void tinyGreyImagesAreEnlargedWithoutBlur() throws IOException {
        float[] samples = {-1, 1, 0, 1, 1, -1, 1, 0};

        BufferedImage grid = kept("grey", Grid.of(samples, 1, 2));

        assertThat(grid.getWidth()).isEqualTo(2 * 96 + 3 * 4);
        assertThat(grid.getRGB(4, 4) & 0xffffff).isZero();
        assertThat(grid.getRGB(4 + 47, 4 + 47) & 0xffffff).isZero();
        assertThat(grid.getRGB(4 + 48, 4) & 0xffffff).isEqualTo(0xffffff);
        assertThat(grid.getRGB(4, 4 + 48) & 0xffffff).isEqualTo(0x808080);
    }

    @Test
    void channelsAreRedGreenAndBlue() throws IOException {
        BufferedImage grid = kept("colour", Grid.of(new float[] {1, -1, 0}, 3, 1));

        assertThat(grid.getRGB(50, 50) & 0xffffff).isEqualTo(0xff0080);
    }

    @Test
    void pointsOfThePlaneAreScattered() throws IOException {
        BufferedImage plot = kept("points", Grid.of(new float[] {0, 0, 1, 1}, 2, 1));

        assertThat(plot.getRGB(240, 240)).isNotEqualTo(plot.getRGB(120, 120));
        assertThat(plot.getRGB(440, 40)).isNotEqualTo(plot.getRGB(120, 120));
    }

    @Test
    void lossCurveFallsWithTheLoss() throws IOException {
        var random = new SplittableRandom(3);
        int count = 5000;
        long[] steps = new long[count];
        double[] losses = new double[count];
        for (int i = 0; i < count; i++) {
            steps[i] = i + 1;
            losses[i] = (0.05 + 0.9 * Math.exp(-i / 300.0)) * (1 + 0.25 * random.nextGaussian());
        }

        BufferedImage curve = kept("loss", LossCurve.of("emoji@1", steps, losses));

        assertThat(lineAt(curve, 90)).isLessThan(lineAt(curve, 400));
    }

    @Test
    void shortestRunHasACurve() throws IOException {
        kept("one-step", LossCurve.of("emoji@1", new long[] {1}, new double[] {0.7}));
        kept("none", LossCurve.of("emoji@1", new long[] {}, new double[] {}));
        kept("few", LossCurve.of("my-model@2", new long[] {1, 2, 3, 4}, new double[] {0.9, 0.7, 0.72, 0.6}));
    }

    /** Uppermost red pixel of a column. */
    private static int lineAt(BufferedImage curve, int x) {
        for (int y = 0; y < curve.getHeight(); y++) {
            int rgb = curve.getRGB(x, y);
            if ((rgb >> 16 & 0xff) > 190 && (rgb >> 8 & 0xff) < 110) {
                return y;
            }
        }
        throw new AssertionError("no line at " + x);
    }

    private static BufferedImage kept(String name, BufferedImage image) throws IOException {
        Files.createDirectories(PICTURES);
        ImageIO.write(image, "png", PICTURES.resolve(name + ".png").toFile());
        return image;
    }
}
