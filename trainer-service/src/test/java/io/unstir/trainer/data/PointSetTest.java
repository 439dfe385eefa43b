package io.unstir.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.unstir.trainer.config.DataSource.Points;
import io.unstir.trainer.config.DataSource.Points.Distribution;
import io.unstir.trainer.config.TrainingConfigReader;
import io.unstir.trainer.network.Conditioning;
import java.nio.file.Path;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PointSetTest {
    private static final int COUNT = 100_000;

    @ParameterizedTest
    @EnumSource
    void pointsFillAboutTheSquare(Distribution distribution) {
        float[][] points = draw(distribution, 1);

        for (float[] point : points) {
            assertThat(point[0]).isBetween(-1.2f, 1.2f);
            assertThat(point[1]).isBetween(-1.2f, 1.2f);
        }
        assertThat(mean(points, point -> Math.abs(point[0]))).isGreaterThan(0.3);
    }

    @ParameterizedTest
    @EnumSource
    void aSeedDecidesEveryPoint(Distribution distribution) {
        var points = new Points(distribution, 100, 7);

        assertThat(PointSet.draw(points).digest())
                .isEqualTo(PointSet.draw(points).digest());
        assertThat(PointSet.draw(new Points(distribution, 100, 8)).digest())
                .isNotEqualTo(PointSet.draw(points).digest());
    }

    /** With t uniform, E[x] = E[t cos t] / 16 = 1 / (24 pi) [t sin t + cos t] between 1.5 pi and 4.5 pi, over 2. */
    @Test
    void theSwissRollHasItsMoments() {
        float[][] points = draw(Distribution.SWISS_ROLL, 1);
        double pi = Math.PI;

        // Integral of t cos t over [a, b] is [t sin t + cos t]; of t sin t it is [sin t - t cos t].
        assertThat(mean(points, p -> p[0])).isCloseTo((4.5 * pi + 1.5 * pi) / (3 * pi) / 16, within(0.01));
        assertThat(mean(points, p -> p[1])).isCloseTo((1.0 - -1.0) / (3 * pi) / 16, within(0.01));
        // E[x^2 + y^2] = (E[t^2] + 2 * 0.25) / 256
        double square = (Math.pow(4.5 * pi, 3) - Math.pow(1.5 * pi, 3)) / (9 * pi);
        assertThat(mean(points, p -> p[0] * p[0] + p[1] * p[1])).isCloseTo((square + 0.5) / 256, within(0.01));
    }

    @Test
    void theMoonsLieOnTheirHalfCircles() {
        float[][] points = draw(Distribution.TWO_MOONS, 1);

        assertThat(mean(points, p -> p[0])).isCloseTo(0, within(0.01));
        assertThat(mean(points, p -> p[1])).isCloseTo(0, within(0.01));
        // E[x^2]: cos t or 1 - cos t, less 0.5, has E = 0.5 + 0.25; with the noise, over 1.75 squared.
        assertThat(mean(points, p -> p[0] * p[0])).isCloseTo((0.75 + 0.0064) / 3.0625, within(0.005));
        assertThat(mean(points, p -> {
                    double x = p[0] * 1.75 + 0.5;
                    double y = p[1] * 1.75 + 0.25;
                    return Math.min(Math.abs(Math.hypot(x, y) - 1), Math.abs(Math.hypot(x - 1, y - 0.5) - 1));
                }))
                .isLessThan(0.08);
    }

    @Test
    void theEightGaussiansAreEquallyFull() {
        float[][] points = draw(Distribution.EIGHT_GAUSSIANS, 1);
        int[] counts = new int[8];
        for (float[] point : points) {
            double angle = Math.atan2(point[1], point[0]) / (2 * Math.PI) * 8;
            counts[Math.floorMod(Math.round(angle), 8)]++;
        }

        for (int count : counts) {
            assertThat(count / (double) COUNT).isCloseTo(1 / 8.0, within(0.005));
        }
        // E[x^2 + y^2] = r^2 + 2 s^2
        assertThat(mean(points, p -> p[0] * p[0] + p[1] * p[1])).isCloseTo(0.49 + 2 * 0.0875 * 0.0875, within(0.005));
        assertThat(mean(points, p -> p[0])).isCloseTo(0, within(0.01));
    }

    @Test
    void theCheckerboardKeepsToItsSquares() {
        float[][] points = draw(Distribution.CHECKERBOARD, 1);
        int[] counts = new int[16];
        for (float[] point : points) {
            int column = (int) ((point[0] + 1) * 2);
            int row = (int) ((point[1] + 1) * 2);
            counts[4 * row + column]++;
        }

        for (int square = 0; square < 16; square++) {
            double expected = (square / 4 + square % 4) % 2 == 0 ? 1 / 8.0 : 0;
            assertThat(counts[square] / (double) COUNT).isCloseTo(expected, within(0.005));
        }
        // Uniform in each coordinate.
        assertThat(mean(points, p -> p[0] * p[0])).isCloseTo(1 / 3.0, within(0.005));
        assertThat(mean(points, p -> p[1] * p[1])).isCloseTo(1 / 3.0, within(0.005));
    }

    @Test
    void aPointIsAPictureOfOnePixel() {
        // When
        DataSet set = load("{kind: two-moons, points: 1000, seed: 3, held_out: 0.25}");

        // Then
        TrainingData data = set.training();
        assertThat(data.size()).isEqualTo(1000);
        assertThat(data.channels()).isEqualTo(2);
        assertThat(data.imageSize()).isEqualTo(1);
        assertThat(data.conditioning()).isEqualTo(new Conditioning.None());
        TrainingData heldOut = set.heldOut().orElseThrow();
        assertThat(heldOut.size()).isEqualTo(250);
        assertThat(ImageFolder.image(heldOut, 0)).isNotEqualTo(ImageFolder.image(data, 0));
        float[] expected = ImageFolder.image(PointSet.draw(new Points(Distribution.TWO_MOONS, 1000, 3)), 999);
        assertThat(ImageFolder.image(data, 999)).isEqualTo(expected);
    }

    private static DataSet load(String section) {
        var config = new TrainingConfigReader()
                .read("model: plane\nnetwork: {kind: mlp}\ndata: " + section + "\n", Path.of("/"))
                .data();
        return DataSets.load(config, new DataCache(Path.of("/nowhere")), (_, _) -> {});
    }

    private static float[][] draw(Distribution distribution, long seed) {
        PointSet set = PointSet.draw(new Points(distribution, COUNT, seed));
        float[][] points = new float[COUNT][];
        for (int i = 0; i < COUNT; i++) {
            points[i] = ImageFolder.image(set, i);
        }
        return points;
    }

    private static double mean(float[][] points, ToDoubleFunction<float[]> value) {
        double sum = 0;
        for (float[] point : points) {
            sum += value.applyAsDouble(point);
        }
        return sum / points.length;
    }
}
