package io.unstir.local.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Corners of the simulation in which the waiting times are known exactly. */
class QueueingTheoryTest {
    private static final int JOBS = 40_000;
    private static final double TICK = 0.01;
    private static final RunTime FLAT = new RunTime(List.of(new RunTime.Point(1, 1000 * TICK)));

    /** Each sampler has one slot, so that jobs wait for it in one line; a run takes the same however many rows it has. */
    private static Fleet oneLine(int samplers) {
        return new Fleet(samplers, 1, 1, 1, 1, 16, FLAT, Overhead.NONE, Optional.empty());
    }

    /** Pollaczek and Khinchine: a constant service D at utilisation rho waits rho D / (2 (1 - rho)) on the mean. */
    @Test
    void oneServerWithConstantServiceWaitsAsPollaczekAndKhinchineSay() {
        for (double load : new double[] {0.5, 0.8}) {
            // Given
            double service = 3 * TICK;
            var arrivals = Arrival.poisson(load / service, JOBS, List.of(Shape.image(3, false)), 1);

            // When
            var outcome = Simulation.run(oneLine(1), arrivals, 2);

            // Then
            double expected = load * service / (2 * (1 - load));
            assertThat(outcome.waited().mean()).isCloseTo(expected, tenth(expected));
            assertThat(outcome.utilisation()).isCloseTo(load, within(0.02));
        }
    }

    /** Erlang: the mean wait of an exponential service at c servers, C(c, a) S / (c (1 - rho)). */
    @Test
    void severalServersWithExponentialServiceWaitAsErlangSays() {
        int[] servers = {1, 3, 8};
        double[] loads = {0.7, 0.8, 0.85};
        for (int i = 0; i < servers.length; i++) {
            // Given: a geometric number of short steps is nearly exponential
            int meanSteps = 20;
            double service = meanSteps * TICK;
            double rate = loads[i] * servers[i] / service;
            var arrivals = geometric(Arrival.poisson(rate, JOBS, List.of(Shape.image(1, false)), 3), meanSteps);

            // When
            var outcome = Simulation.run(oneLine(servers[i]), arrivals, 4);

            // Then
            double expected = erlangC(servers[i], loads[i] * servers[i]) * service / (servers[i] * (1 - loads[i]));
            assertThat(outcome.waited().mean()).as("%d servers", servers[i]).isCloseTo(expected, tenth(expected));
        }
    }

    /** Lanes share the runs: one row a run, any number of slots. The mean time S / (1 - rho) depends on nothing but the mean of the work. */
    @Test
    void lanesThatShareRunsTakeAsLongAsProcessorSharingSays() {
        // Given
        double load = 0.7;
        var shapes = List.of(Shape.image(5, false), Shape.image(35, false));
        var fleet = new Fleet(1, 500, 1, 1, 1, 1, FLAT, Overhead.NONE, Optional.empty());
        var arrivals = Arrival.poisson(load / (20 * TICK), JOBS / 2, shapes, 5);

        // When
        var outcome = Simulation.run(fleet, arrivals, 6);

        // Then
        double expected = 20 * TICK / (1 - load);
        assertThat(outcome.latency().mean()).isCloseTo(expected, tenth(expected));
    }

    /** Work is conserved: no row is run twice, and no run is shorter than it could be while lanes wait. */
    @Test
    void aBurstIsWorkedOffAtFullRunsToItsEnd() {
        // Given: 64 lanes of 50 steps keep runs of 16 rows full until nearly the end
        var fleet = new Fleet(1, 64, 1, 1, 1, 16, FLAT, Overhead.NONE, Optional.empty());
        var arrivals = Arrival.burst(0, 64, List.of(Shape.image(50, false)), 7);

        // When
        var outcome = Simulation.run(fleet, arrivals, 8);

        // Then: the first lane comes alone, all else fits into full runs
        assertThat(outcome.runs()).isBetween(64L * 50 / 16, 64L * 50 / 16 + 4);
        assertThat(outcome.seconds()).isCloseTo(outcome.runs() * TICK, within(1e-6));
        assertThat(outcome.fill()).isGreaterThan(0.98);
    }

    private static Offset<Double> tenth(double expected) {
        return within(expected / 10);
    }

    private static List<Arrival> geometric(List<Arrival> arrivals, int meanSteps) {
        var random = new Random(9);
        var drawn = new ArrayList<Arrival>();
        for (var arrival : arrivals) {
            int steps = 1 + (int) (Math.log(1 - random.nextDouble()) / Math.log1p(-1.0 / meanSteps));
            drawn.add(new Arrival(arrival.at(), Shape.image(steps, false)));
        }
        return drawn;
    }

    /** The probability of having to wait, from Erlang B by its recursion. */
    private static double erlangC(int servers, double offered) {
        double b = 1;
        for (int n = 1; n <= servers; n++) {
            b = offered * b / (n + offered * b);
        }
        double load = offered / servers;
        return b / (1 - load * (1 - b));
    }
}
