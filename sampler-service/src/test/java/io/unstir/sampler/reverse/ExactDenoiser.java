package io.unstir.sampler.reverse;

import io.unstir.sampler.noise.Noise;
import io.unstir.sampler.schedule.Node;
import io.unstir.sampler.schedule.NoiseSchedule;
import io.unstir.sampler.schedule.Schedules;
import io.unstir.sampler.schedule.TimestepSpacing;
import io.unstir.sampler.schedule.Trajectory;
import io.unstir.sampler.solver.Prediction;
import io.unstir.sampler.solver.Solver;
import io.unstir.sampler.solver.Thresholding;
import java.util.List;

/** Runs solvers on the exact denoiser of the reference trajectories' mixture. */
final class ExactDenoiser {
    static final GaussianMixture MIXTURE = new GaussianMixture(
            new double[] {0.5, 0.3, 0.2},
            new double[][] {{0.8, 0}, {-0.6, 0.5}, {0.1, -0.7}},
            new double[] {0.15, 0.1, 0.2});

    private ExactDenoiser() {}

    /** The end of a whole trajectory. */
    static double[] end(Solver solver, TimestepSpacing spacing, int steps, double[] start) {
        return end(solver, Schedules.linear(), Prediction.EPSILON, spacing, steps, start);
    }

    static double[] end(
            Solver solver,
            NoiseSchedule schedule,
            Prediction prediction,
            TimestepSpacing spacing,
            int steps,
            double[] start) {
        var trajectory = Trajectory.of(schedule, spacing, steps, solver.grid(), solver.stages());
        return end(Recipe.plain(trajectory, solver, prediction, new Thresholding.None()), ofStart(start), start.length);
    }

    /** From the first to the last of the nodes, which need not be the image. */
    static double[] through(List<Node> nodes, Solver solver, double[] start) {
        var trajectory = new Trajectory(nodes, 0, solver.stages(), io.unstir.sampler.schedule.Resampling.NONE, 1);
        return end(
                Recipe.plain(trajectory, solver, Prediction.EPSILON, new Thresholding.None()),
                ofStart(start),
                start.length);
    }

    static double[] end(Recipe recipe, Noise noise, int elements) {
        var process = new ReverseProcess(recipe, noise, elements);
        double[] output = new double[elements];
        double[] x = new double[elements];
        while (!process.arrived()) {
            Node node = process.node();
            double[] question = process.question();
            for (int i = 0; i < elements; i++) {
                x[i] = question[i] / node.scale();
            }
            MIXTURE.predict(recipe.prediction(), x, node.alphaBar(), output);
            process.answer(output);
        }
        return process.x();
    }

    private static Noise ofStart(double[] start) {
        return (purpose, index) -> start.clone();
    }
}
