package io.unstir.sampler.schedule;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Which moments a solver visits. The first three are those of Lin et al. 2023, "Common Diffusion Noise Schedules and Sample Steps are Flawed", table 2. */
public enum TimestepSpacing {
    /** Multiples of T/n from 0: the last training times are left out. */
    LEADING {
        @Override
        List<Node> visit(NoiseSchedule schedule, int n, Grid grid) {
            int open = grid == Grid.OPEN ? 1 : 0;
            int gap = schedule.trainingSteps() / (n + open);
            return at(n, i -> schedule.at((n - 1 + open - i) * gap));
        }
    },
    /** Multiples of T/n back from T: starts at the last training time. */
    TRAILING {
        @Override
        List<Node> visit(NoiseSchedule schedule, int n, Grid grid) {
            int trainingSteps = schedule.trainingSteps();
            return at(n, i -> schedule.at((int) StrictMath.rint(trainingSteps - i * ((double) trainingSteps / n)) - 1));
        }
    },
    /** Evenly from T-1 to 0; a single step starts at T-1. */
    LINSPACE {
        @Override
        List<Node> visit(NoiseSchedule schedule, int n, Grid grid) {
            double last = schedule.trainingSteps() - 1.0;
            int gaps = grid == Grid.OPEN ? n : StrictMath.max(1, n - 1);
            IntToDoubleFunction time = i -> n == 1 ? last : last - i * last / gaps;
            return at(
                    n,
                    i -> grid == Grid.CONTINUOUS
                            ? schedule.between(time.applyAsDouble(i))
                            : schedule.at((int) StrictMath.rint(time.applyAsDouble(i))));
        }
    },
    /** Karras et al. 2022, eq. 5 with rho = 7: more of the steps where there is little noise. */
    KARRAS {
        @Override
        List<Node> visit(NoiseSchedule schedule, int n, Grid grid) {
            double most = StrictMath.pow(largestSigma(schedule), 1 / RHO);
            double least = StrictMath.pow(schedule.at(0).sigma(), 1 / RHO);
            return ofSigmas(schedule, grid, n, i -> StrictMath.pow(most + ramp(i, n) * (least - most), RHO));
        }
    },
    /** Evenly in the logarithm of the signal-to-noise ratio: Lu et al. 2022, "DPM-Solver", section 3.4. */
    LOG_SNR {
        @Override
        List<Node> visit(NoiseSchedule schedule, int n, Grid grid) {
            double most = StrictMath.log(largestSigma(schedule));
            double least = StrictMath.log(schedule.at(0).sigma());
            return ofSigmas(schedule, grid, n, i -> StrictMath.exp(most + ramp(i, n) * (least - most)));
        }
    };

    private static final double RHO = 7;

    /** The names {@link #named} knows. */
    public static final List<String> NAMES =
            Arrays.stream(values()).map(TimestepSpacing::text).toList();

    /** The {@code n} moments at which a step starts, in the order of sampling. */
    abstract List<Node> visit(NoiseSchedule schedule, int n, Grid grid);

    /** The spacing of this name: "leading", "trailing", "linspace", "karras" or "log-snr". */
    public static Optional<TimestepSpacing> named(String name) {
        return Arrays.stream(values())
                .filter(spacing -> spacing.text().equals(name))
                .findFirst();
    }

    /** The {@code n} moments from which steps start, in the order of sampling. */
    public List<Node> nodes(NoiseSchedule schedule, int n, Grid grid) {
        int most = schedule.trainingSteps() - (grid == Grid.OPEN ? 1 : 0);
        if (n < 1 || n > most) {
            throw new IllegalArgumentException("steps must be 1 to %d (got %d)".formatted(most, n));
        }
        return visit(schedule, n, grid);
    }

    private String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static List<Node> at(int n, java.util.function.IntFunction<Node> node) {
        return IntStream.range(0, n).mapToObj(node).toList();
    }

    /** Solvers on training times tell the model the nearest one, though the noise is that of sigma. */
    private static List<Node> ofSigmas(NoiseSchedule schedule, Grid grid, int n, IntToDoubleFunction sigmas) {
        return at(n, i -> {
            double sigma = sigmas.applyAsDouble(i);
            double timestep = schedule.timestep(sigma);
            return schedule.ofSigma(grid == Grid.CONTINUOUS ? timestep : StrictMath.rint(timestep), sigma);
        });
    }

    private static double ramp(int i, int n) {
        return n == 1 ? 0 : i / (n - 1.0);
    }

    /** Of the noisiest moment that has any signal left. */
    private static double largestSigma(NoiseSchedule schedule) {
        int last = schedule.trainingSteps() - 1;
        return schedule.at(schedule.startsAtNoise() ? StrictMath.max(0, last - 1) : last)
                .sigma();
    }
}
