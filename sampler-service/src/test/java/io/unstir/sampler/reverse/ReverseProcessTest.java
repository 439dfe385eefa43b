package io.unstir.sampler.reverse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.unstir.sampler.noise.Draw;
import io.unstir.sampler.noise.Noise;
import io.unstir.sampler.noise.PhiloxNoise;
import io.unstir.sampler.schedule.Move;
import io.unstir.sampler.schedule.Resampling;
import io.unstir.sampler.schedule.Schedules;
import io.unstir.sampler.schedule.TimestepSpacing;
import io.unstir.sampler.schedule.Trajectory;
import io.unstir.sampler.solver.Ddpm;
import io.unstir.sampler.solver.Prediction;
import io.unstir.sampler.solver.Solver;
import io.unstir.sampler.solver.SolverChoice;
import io.unstir.sampler.solver.Thresholding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** On the exact denoiser of a mixture with means (0.8, 0), (-0.6, 0.5) and (0.1, -0.7). */
class ReverseProcessTest {
    private static final int POINTS = 200;

    static List<String> solvers() {
        return SolverChoice.NAMES;
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void everySolverSamplesTheDistribution(String name) {
        // When
        List<double[]> samples = samples(recipe(name, Prediction.EPSILON, 50));

        // Then: each mode gets about its weight, and nothing lies far from all of them
        assertThat(part(samples, 0)).isEqualTo(0.5, within(0.15));
        assertThat(part(samples, 1)).isEqualTo(0.3, within(0.15));
        assertThat(part(samples, 2)).isEqualTo(0.2, within(0.15));
        for (double[] sample : samples) {
            assertThat(distance(sample, nearest(sample))).isLessThan(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyPredictionLeadsToTheSameEnd(Prediction prediction) {
        double[] byEpsilon = end(recipe("dpm++2m", Prediction.EPSILON, 30), 3);

        if (prediction == Prediction.FLOW) {
            return;
        }
        assertThat(end(recipe("dpm++2m", prediction, 30), 3)).containsExactly(byEpsilon, within(1e-9));
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void aRectifiedFlowIsSampledToo(String name) {
        var solver = solver(name);
        var trajectory = Trajectory.of(Schedules.flow(), TimestepSpacing.TRAILING, 50, solver.grid(), solver.stages());

        List<double[]> samples = samples(Recipe.plain(trajectory, solver, Prediction.FLOW, new Thresholding.None()));

        assertThat(part(samples, 0)).isEqualTo(0.5, within(0.15));
        for (double[] sample : samples) {
            assertThat(sample).doesNotContain(Double.NaN);
            assertThat(distance(sample, nearest(sample))).isLessThan(1);
        }
    }

    @Test
    void learnedVarianceLiesBetweenTheFixedOnes() {
        // Given: one step of DDPM from the same place, with the model's v at both ends and in the middle
        double small = afterOneStep(Ddpm.Variance.FIXED_SMALL, 0);
        double large = afterOneStep(Ddpm.Variance.FIXED_LARGE, 0);

        // Then
        assertThat(afterOneStep(Ddpm.Variance.LEARNED, -1)).isEqualTo(small, within(1e-12));
        assertThat(afterOneStep(Ddpm.Variance.LEARNED, 1)).isEqualTo(large, within(1e-12));
        assertThat(afterOneStep(Ddpm.Variance.LEARNED, 0))
                .isStrictlyBetween(Math.min(small, large), Math.max(small, large));
    }

    @Test
    void aModelWithoutLearnedVarianceCantBeAskedForIt() {
        var solver = new Ddpm(Ddpm.Variance.LEARNED);
        var trajectory = Trajectory.of(Schedules.linear(), TimestepSpacing.LEADING, 5, solver.grid(), 1);

        assertThatThrownBy(() -> Recipe.plain(trajectory, solver, Prediction.EPSILON, new Thresholding.None()))
                .hasMessageContaining("got learned");
    }

    @Test
    void lessStrengthStaysCloserToTheImage() {
        // Given
        double[] image = {0.8, 0};

        // When
        double little = meanDistance(fromImage(image, 0.1), image);
        double some = meanDistance(fromImage(image, 0.5), image);
        double all = meanDistance(fromImage(image, 1), image);

        // Then
        assertThat(little).isLessThan(0.35);
        assertThat(some).isBetween(little, all);
        assertThat(all).isGreaterThan(2 * little);
    }

    @Test
    void strengthIsThePartOfTheStepsThatIsDone() {
        var whole = Trajectory.of(
                Schedules.linear(), TimestepSpacing.LEADING, 20, solver("ddim").grid(), 1);

        assertThat(whole.lastPart(1).evaluations()).isEqualTo(20);
        assertThat(whole.lastPart(0.5).evaluations()).isEqualTo(10);
        assertThat(whole.lastPart(0.01).evaluations()).isEqualTo(1);
        assertThatThrownBy(() -> whole.lastPart(1.5))
                .hasMessage("strength must lie above 0 and at most at 1 (got 1.5)");
    }

    @Test
    void whatIsKnownIsKeptExactlyAndTheRestAgreesWithIt() {
        // Given: the first coordinate is that of the mode on the left
        double[] image = {-0.6, 123};

        for (int times : new int[] {1, 5}) {
            // When
            List<double[]> samples = samples(known(image, times));

            // Then
            assertThat(samples).allMatch(sample -> sample[0] == -0.6);
        }
        double once = right(samples(known(image, 1)));
        double often = right(samples(known(image, 8)));
        System.out.printf("Agree with what is known: %.2f, resampled %.2f%n", once, often);
        assertThat(often).as("RePaint makes the rest agree").isGreaterThan(once + 0.1);
    }

    @Test
    void repaintGoesEachPartOfTheWayAsOftenAsIsAsked() {
        var moves = Trajectory.of(
                        Schedules.linear(),
                        TimestepSpacing.LEADING,
                        6,
                        solver("ddim").grid(),
                        1)
                .resampled(new Resampling(3, 2))
                .moves();

        assertThat(moves.stream().filter(Move.Denoise.class::isInstance)).hasSize(18);
        assertThat(moves.stream().filter(Move.Renoise.class::isInstance)).hasSize(6);
        assertThat(moves.stream().map(ReverseProcessTest::index).toList())
                .containsExactlyElementsOf(IntStream.range(0, 24).boxed().toList());
    }

    @Test
    void resamplingNeedsSomethingThatIsKept() {
        var plain = recipe("ddim", Prediction.EPSILON, 5);

        assertThatThrownBy(() -> with(plain, plain.trajectory().resampled(new Resampling(2, 1)), Optional.empty()))
                .hasMessageContaining("resample_times");
    }

    @Test
    void dynamicThresholdingKeepsAPercentileInside() {
        // Given: x0 = 10 x
        double[] x0 = IntStream.range(0, 1000).mapToDouble(i -> i / 100.0).toArray();
        var denoised = io.unstir.sampler.solver.Denoised.ofSize(1000, false);
        System.arraycopy(x0, 0, denoised.x0(), 0, 1000);

        // When
        new Thresholding.Dynamic(0.5001).apply(new double[1000], 0.5, 0.5, denoised);

        // Then
        assertThat(denoised.x0()[999]).isEqualTo(1);
        assertThat(denoised.x0()[250]).isEqualTo(2.5 / 5, within(0.01));
        assertThat(denoised.epsilon()[250]).isEqualTo(-denoised.x0()[250], within(1e-12));
    }

    private static int index(Move move) {
        return switch (move) {
            case Move.Denoise(var step) -> step.index();
            case Move.Renoise back -> back.index();
        };
    }

    private static double afterOneStep(Ddpm.Variance variance, double learned) {
        var solver = new Ddpm(variance);
        var trajectory = Trajectory.of(Schedules.linear(), TimestepSpacing.LEADING, 5, solver.grid(), 1);
        var recipe = new Recipe(
                trajectory,
                solver,
                Prediction.EPSILON,
                true,
                new Thresholding.None(),
                new Beginning.Noise(),
                Optional.empty());
        var process = new ReverseProcess(recipe, (purpose, index) -> new double[] {1}, 1);
        process.answer(new double[] {0.3, learned});
        return process.x()[0];
    }

    private static Recipe fromImage(double[] image, double strength) {
        var plain = recipe("ddim", Prediction.EPSILON, 50);
        return new Recipe(
                plain.trajectory().lastPart(strength),
                plain.solver(),
                plain.prediction(),
                false,
                plain.thresholding(),
                new Beginning.Image(image),
                Optional.empty());
    }

    private static Recipe known(double[] image, int times) {
        var plain = recipe("ddpm", Prediction.EPSILON, 50);
        return with(
                plain,
                plain.trajectory().resampled(new Resampling(times, 5)),
                Optional.of(new Known(image, new double[] {0, 1})));
    }

    private static Recipe with(Recipe recipe, Trajectory trajectory, Optional<Known> known) {
        return new Recipe(
                trajectory,
                recipe.solver(),
                recipe.prediction(),
                false,
                recipe.thresholding(),
                recipe.beginning(),
                known);
    }

    private static Recipe recipe(String name, Prediction prediction, int steps) {
        var solver = solver(name);
        var trajectory =
                Trajectory.of(Schedules.linear(), TimestepSpacing.LINSPACE, steps, solver.grid(), solver.stages());
        return Recipe.plain(trajectory, solver, prediction, new Thresholding.None());
    }

    private static Solver solver(String name) {
        return SolverChoice.of(name).solver().orElseThrow();
    }

    private static List<double[]> samples(Recipe recipe) {
        var samples = new ArrayList<double[]>();
        for (int point = 0; point < POINTS; point++) {
            samples.add(end(recipe, point));
        }
        return samples;
    }

    private static double[] end(Recipe recipe, int point) {
        Noise noise = new PhiloxNoise(5, point, 2);
        assertThat(noise.draw(Draw.STEP, 0)).hasSize(2);
        return ExactDenoiser.end(recipe, noise, 2);
    }

    /** Of the samples, those in the mode on the left and above, where the known coordinate says they belong. */
    private static double right(List<double[]> samples) {
        return samples.stream()
                        .filter(sample -> Math.abs(sample[1] - 0.5) < 0.3)
                        .count()
                / (double) samples.size();
    }

    private static double meanDistance(Recipe recipe, double[] image) {
        return samples(recipe).stream()
                .mapToDouble(sample -> distance(sample, image))
                .average()
                .orElseThrow();
    }

    private static double part(List<double[]> samples, int mode) {
        return samples.stream()
                        .filter(sample ->
                                nearest(sample) == ExactDenoiser.MIXTURE.means()[mode])
                        .count()
                / (double) samples.size();
    }

    private static double[] nearest(double[] sample) {
        double[] nearest = ExactDenoiser.MIXTURE.means()[0];
        for (double[] mean : ExactDenoiser.MIXTURE.means()) {
            if (distance(sample, mean) < distance(sample, nearest)) {
                nearest = mean;
            }
        }
        return nearest;
    }

    private static double distance(double[] one, double[] other) {
        return StrictMath.hypot(one[0] - other[0], one[1] - other[1]);
    }
}
