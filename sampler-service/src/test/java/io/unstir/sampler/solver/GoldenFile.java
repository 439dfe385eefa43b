package io.unstir.sampler.solver;

import io.unstir.sampler.schedule.NoiseSchedule;
import io.unstir.sampler.schedule.TimestepSpacing;
import io.unstir.sampler.schedule.Trajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;

/** One reference trajectory; the components are the file's fields. */
record GoldenFile(
        String name,
        String solver,
        String prediction,
        Schedule schedule,
        int steps,
        Map<String, Object> options,
        GaussianMixture mixture,
        double[] timesteps,
        double[][] unit_noise,
        double[][][] step_noise,
        double[][] samples) {
    private static final Map<String, Set<String>> OPTIONS = Map.of(
            "ddim", Set.of("timestep_spacing", "set_alpha_to_one", "clip_sample", "eta"),
            "ddpm", Set.of("timestep_spacing", "variance_type", "clip_sample"));

    record Schedule(String type, double beta_start, double beta_end, int steps) {
        NoiseSchedule ours() {
            var alphasCumprod = new ArrayList<Double>();
            double product = 1;
            for (int t = 0; t < steps; t++) {
                product *= 1 - beta(t);
                alphasCumprod.add(product);
            }
            return new NoiseSchedule(alphasCumprod);
        }

        private double beta(int t) {
            double part = t / (steps - 1.0);
            DoubleUnaryOperator line = power -> StrictMath.pow(beta_start, power)
                    + part * (StrictMath.pow(beta_end, power) - StrictMath.pow(beta_start, power));
            return switch (type) {
                case "linear" -> line.applyAsDouble(1);
                case "scaled_linear" -> StrictMath.pow(line.applyAsDouble(0.5), 2);
                case "cosine" -> Math.min(0.999, 1 - cosine((t + 1.0) / steps) / cosine((double) t / steps));
                default -> throw new IllegalArgumentException("unknown schedule " + type);
            };
        }

        private static double cosine(double time) {
            return StrictMath.pow(StrictMath.cos((time + 0.008) / 1.008 * StrictMath.PI / 2), 2);
        }
    }

    GoldenFile named(String file) {
        return new GoldenFile(
                file,
                solver,
                prediction,
                schedule,
                steps,
                options,
                mixture,
                timesteps,
                unit_noise,
                step_noise,
                samples);
    }

    Solver ourSolver() {
        requireKnownOptions();
        return switch (solver) {
            case "ddim" -> new Ddim((double) options.getOrDefault("eta", 0.0));
            case "ddpm" ->
                new Ddpm(
                        switch ((String) options.getOrDefault("variance_type", "fixed_small")) {
                            case "fixed_small" -> Ddpm.Variance.FIXED_SMALL;
                            case "fixed_large" -> Ddpm.Variance.FIXED_LARGE;
                            default -> throw unknown("variance_type");
                        });
            default -> throw new IllegalArgumentException(name + ": unknown solver " + solver);
        };
    }

    Prediction ourPrediction() {
        return switch (prediction) {
            case "epsilon" -> Prediction.EPSILON;
            case "sample" -> Prediction.SAMPLE;
            case "v_prediction" -> Prediction.V;
            default -> throw new IllegalArgumentException(name + ": unknown prediction " + prediction);
        };
    }

    Thresholding thresholding() {
        return (boolean) options.getOrDefault("clip_sample", false) ? Thresholding.CLIP : Thresholding.NONE;
    }

    Trajectory trajectory() {
        var spacing = (String) options.getOrDefault("timestep_spacing", "leading");
        return Trajectory.of(
                schedule.ours(), TimestepSpacing.named(spacing).orElseThrow(() -> unknown("timestep_spacing")), steps);
    }

    private void requireKnownOptions() {
        var known = OPTIONS.getOrDefault(solver, Set.of());
        var unknown = options.keySet().stream()
                .filter(option -> !known.contains(option))
                .toList();
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("%s: unknown options %s of solver %s".formatted(name, unknown, solver));
        }
        if (!List.of(true).contains(options.getOrDefault("set_alpha_to_one", true))) {
            throw unknown("set_alpha_to_one");
        }
    }

    private IllegalArgumentException unknown(String option) {
        return new IllegalArgumentException("%s: unknown %s %s".formatted(name, option, options.get(option)));
    }

    @Override
    public String toString() {
        return name;
    }
}
