package io.unstir.sampler.reverse;

import io.unstir.sampler.schedule.Node;
import io.unstir.sampler.schedule.NoiseSchedule;
import io.unstir.sampler.schedule.TimestepSpacing;
import io.unstir.sampler.schedule.Trajectory;
import io.unstir.sampler.solver.Ddim;
import io.unstir.sampler.solver.Ddpm;
import io.unstir.sampler.solver.DpmPlusPlus;
import io.unstir.sampler.solver.DpmPlusPlusSde;
import io.unstir.sampler.solver.Euler;
import io.unstir.sampler.solver.EulerAncestral;
import io.unstir.sampler.solver.Heun;
import io.unstir.sampler.solver.IPndm;
import io.unstir.sampler.solver.Prediction;
import io.unstir.sampler.solver.Solver;
import io.unstir.sampler.solver.Thresholding;
import io.unstir.sampler.solver.UniPc;
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
    private static final Set<String> SPACINGS =
            Set.of("timestep_spacing", "use_karras_sigmas", "use_exponential_sigmas", "use_lu_lambdas");
    private static final Map<String, Set<String>> OPTIONS = Map.of(
            "ddim", Set.of("set_alpha_to_one", "clip_sample", "eta"),
            "ddpm", Set.of("variance_type", "clip_sample"),
            "euler", Set.of(),
            "euler-ancestral", Set.of(),
            "heun", Set.of(),
            "dpm++2m", Set.of("algorithm_type", "solver_order", "lower_order_final"),
            "dpm++2m-sde", Set.of("algorithm_type", "solver_order", "lower_order_final"),
            "dpm++3m", Set.of("algorithm_type", "solver_order", "lower_order_final"),
            "unipc", Set.of("solver_order", "lower_order_final"),
            "ipndm", Set.of("solver_order"));
    private static final Set<String> LEADING_BY_DEFAULT = Set.of("ddim", "ddpm");

    record Schedule(String type, double beta_start, double beta_end, int steps) {
        NoiseSchedule ours() {
            var alphasCumprod = new ArrayList<Double>();
            double product = 1;
            for (int t = 0; t < steps; t++) {
                product *= 1 - beta(t);
                alphasCumprod.add(product);
            }
            return NoiseSchedule.ofAlphasCumprod(alphasCumprod);
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

    Recipe recipe() {
        requireKnownOptions();
        var solver = ourSolver();
        return Recipe.plain(trajectory(solver), solver, ourPrediction(), thresholding());
    }

    Prediction ourPrediction() {
        return switch (prediction) {
            case "epsilon" -> Prediction.EPSILON;
            case "sample" -> Prediction.SAMPLE;
            case "v_prediction" -> Prediction.V;
            default -> throw new IllegalArgumentException(name + ": unknown prediction " + prediction);
        };
    }

    private Solver ourSolver() {
        return switch (solver) {
            case "ddim" -> new Ddim(number("eta", 0));
            case "ddpm" ->
                new Ddpm(
                        switch (text("variance_type", "fixed_small")) {
                            case "fixed_small" -> Ddpm.Variance.FIXED_SMALL;
                            case "fixed_large" -> Ddpm.Variance.FIXED_LARGE;
                            default -> throw unknown("variance_type");
                        });
            case "euler" -> new Euler();
            case "euler-ancestral" -> new EulerAncestral();
            case "heun" -> new Heun();
            case "dpm++2m" -> dpmPlusPlus(2);
            case "dpm++3m" -> dpmPlusPlus(3);
            case "dpm++2m-sde" -> {
                requireAlgorithm("sde-dpmsolver++");
                yield new DpmPlusPlusSde((int) number("solver_order", 2));
            }
            case "unipc" -> new UniPc((int) number("solver_order", 2), flag("lower_order_final", true));
            case "ipndm" -> new IPndm((int) number("solver_order", 4));
            default -> throw new IllegalArgumentException(name + ": unknown solver " + solver);
        };
    }

    private Solver dpmPlusPlus(int order) {
        requireAlgorithm("dpmsolver++");
        if (number("solver_order", order) != order) {
            throw unknown("solver_order");
        }
        return new DpmPlusPlus(order, flag("lower_order_final", true));
    }

    private Thresholding thresholding() {
        return flag("clip_sample", false) ? new Thresholding.Clip() : new Thresholding.None();
    }

    private Trajectory trajectory(Solver solver) {
        var whole = Trajectory.of(schedule.ours(), spacing(), steps, solver.grid(), solver.stages());
        if (flag("set_alpha_to_one", true)) {
            return whole;
        }
        var nodes = new ArrayList<>(whole.nodes());
        nodes.set(steps, Node.of(0, schedule.ours().at(0).alphaBar()));
        return new Trajectory(nodes, 0, solver.stages(), whole.resampling(), whole.startNoise());
    }

    private TimestepSpacing spacing() {
        if (flag("use_karras_sigmas", false)) {
            return TimestepSpacing.KARRAS;
        }
        if (flag("use_exponential_sigmas", false) || flag("use_lu_lambdas", false)) {
            return TimestepSpacing.LOG_SNR;
        }
        String byDefault = LEADING_BY_DEFAULT.contains(solver) ? "leading" : "linspace";
        return TimestepSpacing.named(text("timestep_spacing", byDefault))
                .orElseThrow(() -> unknown("timestep_spacing"));
    }

    private void requireKnownOptions() {
        var own = OPTIONS.get(solver);
        if (own == null) {
            throw new IllegalArgumentException(name + ": unknown solver " + solver);
        }
        List<String> unknown = options.keySet().stream()
                .filter(option -> !own.contains(option) && !SPACINGS.contains(option))
                .toList();
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("%s: unknown options %s of solver %s".formatted(name, unknown, solver));
        }
    }

    private void requireAlgorithm(String ours) {
        if (!text("algorithm_type", ours).equals(ours)) {
            throw unknown("algorithm_type");
        }
    }

    private double number(String option, double byDefault) {
        return options.getOrDefault(option, byDefault) instanceof Double number ? number : fail(option);
    }

    private boolean flag(String option, boolean byDefault) {
        return options.getOrDefault(option, byDefault) instanceof Boolean flag ? flag : fail(option);
    }

    private String text(String option, String byDefault) {
        return options.getOrDefault(option, byDefault) instanceof String text ? text : fail(option);
    }

    private <T> T fail(String option) {
        throw unknown(option);
    }

    private IllegalArgumentException unknown(String option) {
        return new IllegalArgumentException("%s: unknown %s %s".formatted(name, option, options.get(option)));
    }

    @Override
    public String toString() {
        return name;
    }
}
