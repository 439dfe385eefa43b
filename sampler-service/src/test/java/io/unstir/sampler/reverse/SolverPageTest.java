package io.unstir.sampler.reverse;

import static org.assertj.core.api.Assertions.assertThat;

import io.unstir.sampler.noise.PhiloxNoise;
import io.unstir.sampler.schedule.Schedules;
import io.unstir.sampler.schedule.TimestepSpacing;
import io.unstir.sampler.schedule.Trajectory;
import io.unstir.sampler.solver.Prediction;
import io.unstir.sampler.solver.Solver;
import io.unstir.sampler.solver.SolverChoice;
import io.unstir.sampler.solver.Thresholding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The tables of docs/solvers.md are what is measured here, digit by digit. */
class SolverPageTest {
    private static final Path PAGE = Path.of("../docs/solvers.md");
    private static final int[] STEPS = {5, 10, 20, 50};
    private static final int POINTS = 64;
    private static final int SAMPLES = 2000;
    private static final int DIRECTIONS = 32;
    private static final double MOST = Schedules.linear().at(999).sigma();

    @Test
    void theDistanceToTheExactEndStandsInThePage() throws IOException {
        List<String> solvers = List.of("ddim", "euler", "heun", "dpm++2m", "dpm++3m", "unipc", "ipndm");
        double[][] exact = IntStream.range(0, POINTS)
                .mapToObj(point -> ExactFlow.end(new PhiloxNoise(3, point, 2).start(), MOST))
                .toArray(double[][]::new);
        var table = new StringBuilder("| solver | spacing | 5 | 10 | 20 | 50 |\n|:--|:--|--:|--:|--:|--:|\n");
        for (String solver : solvers) {
            for (var spacing : List.of("trailing", "karras", "log-snr")) {
                row(table, solver + " | " + spacing, steps -> distance(solver, spacing, steps, exact));
            }
        }
        assertThat(Files.readString(PAGE)).contains(table);
    }

    @Test
    void theDistanceToTheDistributionStandsInThePage() throws IOException {
        double[][] truth = drawn(77);
        var table = new StringBuilder("| solver | 5 | 10 | 20 | 50 |\n|:--|--:|--:|--:|--:|\n");
        for (String solver : SolverChoice.NAMES) {
            row(table, solver, steps -> slicedWasserstein(samples(solver, steps), truth));
        }
        table.append(String.format(
                Locale.ROOT,
                "| two draws of the truth | %1$.4f | %1$.4f | %1$.4f | %1$.4f |%n",
                slicedWasserstein(drawn(78), truth)));
        assertThat(Files.readString(PAGE)).contains(table);
    }

    private interface Measure {
        double at(int steps);
    }

    private static void row(StringBuilder table, String name, Measure measure) {
        table.append("| ").append(name);
        for (int steps : STEPS) {
            table.append(String.format(Locale.ROOT, " | %.4f", measure.at(steps)));
        }
        table.append(" |\n");
    }

    private static double distance(String name, String spacing, int steps, double[][] exact) {
        var recipe = recipe(name, spacing, steps);
        double sum = 0;
        for (int point = 0; point < POINTS; point++) {
            double[] x = ExactDenoiser.end(recipe, new PhiloxNoise(3, point, 2), 2);
            sum += StrictMath.hypot(x[0] - exact[point][0], x[1] - exact[point][1]);
        }
        return sum / POINTS;
    }

    private static double[][] samples(String name, int steps) {
        var recipe = recipe(name, "log-snr", steps);
        return IntStream.range(0, SAMPLES)
                .mapToObj(point -> ExactDenoiser.end(recipe, new PhiloxNoise(9, point, 2), 2))
                .toArray(double[][]::new);
    }

    private static Recipe recipe(String name, String spacing, int steps) {
        Solver solver = SolverChoice.of(name).solver().orElseThrow();
        var trajectory = Trajectory.of(
                Schedules.linear(),
                TimestepSpacing.named(spacing).orElseThrow(),
                steps,
                solver.grid(),
                solver.stages());
        return Recipe.plain(trajectory, solver, Prediction.EPSILON, new Thresholding.None());
    }

    /** Of the mixture itself. */
    private static double[][] drawn(long seed) {
        var mixture = ExactDenoiser.MIXTURE;
        double[] choice = new PhiloxNoise(seed, 0, SAMPLES).start().clone();
        double[][] drawn = new double[SAMPLES][];
        for (int i = 0; i < SAMPLES; i++) {
            // Thresholds of a standard normal at the weights 0.5 and 0.8.
            int mode = choice[i] < 0 ? 0 : choice[i] < 0.8416212335729143 ? 1 : 2;
            double[] z = new PhiloxNoise(seed, 1 + i, 2).start();
            drawn[i] = new double[] {
                mixture.means()[mode][0] + mixture.stds()[mode] * z[0],
                mixture.means()[mode][1] + mixture.stds()[mode] * z[1]
            };
        }
        return drawn;
    }

    /** The mean over directions of the distance between the sorted projections: Bonneel et al. 2015. */
    private static double slicedWasserstein(double[][] some, double[][] others) {
        double sum = 0;
        for (int direction = 0; direction < DIRECTIONS; direction++) {
            double angle = StrictMath.PI * direction / DIRECTIONS;
            double[] one = projected(some, angle);
            double[] other = projected(others, angle);
            for (int i = 0; i < one.length; i++) {
                sum += StrictMath.abs(one[i] - other[i]) / one.length;
            }
        }
        return sum / DIRECTIONS;
    }

    private static double[] projected(double[][] points, double angle) {
        return Arrays.stream(points)
                .mapToDouble(point -> point[0] * StrictMath.cos(angle) + point[1] * StrictMath.sin(angle))
                .sorted()
                .toArray();
    }
}
