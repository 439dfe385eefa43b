package io.unstir.sampler.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.unstir.sampler.guidance.Guidance;
import io.unstir.sampler.noise.Draw;
import io.unstir.sampler.noise.PhiloxNoise;
import io.unstir.sampler.picture.Picture;
import io.unstir.sampler.png.Png;
import io.unstir.sampler.reverse.Recipe;
import io.unstir.sampler.reverse.ReverseProcess;
import io.unstir.sampler.schedule.Schedules;
import io.unstir.sampler.schedule.TimestepSpacing;
import io.unstir.sampler.schedule.Trajectory;
import io.unstir.sampler.solver.Prediction;
import io.unstir.sampler.solver.SolverChoice;
import io.unstir.sampler.solver.Thresholding;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * What the engine does beside the model, for an image of 32 x 32: microseconds. Not a test of the suite; run it by
 * {@code mvn -q -pl proto,sampler-service -am test -Dtest=ArithmeticBenchmark -Dsurefire.failIfNoSpecifiedTests=false}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class ArithmeticBenchmark {
    private static final int SIDE = 32;
    private static final int ELEMENTS = 3 * SIDE * SIDE;
    private static final int STEPS = 20;

    /** A solver, and an answer of a model that never changes. */
    @State(Scope.Thread)
    public static class Solving {
        @Param({"ddpm", "ddim", "euler-ancestral", "heun", "dpm++2m", "dpm++2m-sde", "dpm++3m", "unipc", "ipndm", "lcm"
        })
        public String solver;

        Recipe recipe() {
            var chosen = SolverChoice.of(solver).solver().orElseThrow();
            var trajectory =
                    Trajectory.of(Schedules.linear(), TimestepSpacing.TRAILING, STEPS, chosen.grid(), chosen.stages());
            return Recipe.plain(trajectory, chosen, Prediction.EPSILON, new Thresholding.Clip());
        }
    }

    @State(Scope.Thread)
    public static class Values {
        final double[] noise = new PhiloxNoise(1, 0, ELEMENTS).start().clone();
        final double[] other = new PhiloxNoise(2, 0, ELEMENTS).start().clone();
        final double[] smooth = smooth();
        final byte[] png = Png.of(smooth, 3, SIDE, SIDE);
        final PhiloxNoise source = new PhiloxNoise(3, 0, ELEMENTS);
        int index;

        private static double[] smooth() {
            double[] smooth = new double[ELEMENTS];
            for (int i = 0; i < ELEMENTS; i++) {
                smooth[i] = StrictMath.sin(i % SIDE / 9.0) * StrictMath.cos(i / SIDE / 11.0);
            }
            return smooth;
        }
    }

    /** All of a trajectory of 20 steps. */
    @Benchmark
    public double[] trajectory(Solving solving, Values values) {
        var process = new ReverseProcess(solving.recipe(), values.source, ELEMENTS);
        while (!process.arrived()) {
            process.question();
            process.answer(values.noise);
        }
        return process.x();
    }

    @Benchmark
    public double[] noise(Values values) {
        return values.source.draw(Draw.STEP, values.index++);
    }

    @Benchmark
    public double[] guidanceRescaled(Values values) {
        new Guidance(3, 0, 1, 0.7).combine(values.noise, values.other, ELEMENTS);
        return values.noise;
    }

    @Benchmark
    public byte[] pngOfSmooth(Values values) {
        return Png.of(values.smooth, 3, SIDE, SIDE);
    }

    @Benchmark
    public byte[] pngOfNoise(Values values) {
        return Png.of(values.other, 3, SIDE, SIDE);
    }

    @Benchmark
    public double[] pictureFromPng(Values values) {
        return Picture.of("init_image", values.png).sample(3, SIDE, SIDE);
    }

    @Test
    void measure() throws Exception {
        var results = new Runner(new OptionsBuilder()
                        .include(ArithmeticBenchmark.class.getSimpleName())
                        .build())
                .run();

        assertThat(results).isNotEmpty();
    }
}
