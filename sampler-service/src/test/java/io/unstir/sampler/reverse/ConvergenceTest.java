package io.unstir.sampler.reverse;

import static org.assertj.core.api.Assertions.assertThat;

import io.unstir.sampler.noise.PhiloxNoise;
import io.unstir.sampler.schedule.Node;
import io.unstir.sampler.solver.Ddim;
import io.unstir.sampler.solver.DpmPlusPlus;
import io.unstir.sampler.solver.Euler;
import io.unstir.sampler.solver.Heun;
import io.unstir.sampler.solver.IPndm;
import io.unstir.sampler.solver.Solver;
import io.unstir.sampler.solver.UniPc;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each deterministic solver's error on the exact denoiser falls by its order's power of two as its steps double. */
class ConvergenceTest {
    private static final int POINTS = 8;
    private static final double LEAST = 0.2;

    /** Times even in the quantity that a solver integrates over. */
    private enum Even {
        SIGMA(sigma -> sigma, sigma -> sigma),
        LAMBDA(StrictMath::log, StrictMath::exp);

        private final DoubleUnaryOperator of;
        private final DoubleUnaryOperator sigma;

        Even(DoubleUnaryOperator of, DoubleUnaryOperator sigma) {
            this.of = of;
            this.sigma = sigma;
        }

        List<Node> nodes(int steps, double most) {
            double first = of.applyAsDouble(most);
            double last = of.applyAsDouble(LEAST);
            var nodes = new ArrayList<Node>();
            for (int i = 0; i <= steps; i++) {
                double value = sigma.applyAsDouble(first + i * (last - first) / steps);
                nodes.add(Node.of(0, 1 / (1 + value * value)));
            }
            return nodes;
        }
    }

    private record Case(Solver solver, int order, Even even, double most, int steps) {
        @Override
        public String toString() {
            return solver + " of order " + order;
        }
    }

    /** A multistep solver's first steps are of lower order, so the way starts where they hardly matter. */
    static Stream<Case> solvers() {
        return Stream.of(
                new Case(new Ddim(0), 1, Even.LAMBDA, 20, 100),
                new Case(new Euler(), 1, Even.LAMBDA, 20, 100),
                new Case(new Heun(), 2, Even.LAMBDA, 20, 80),
                new Case(new DpmPlusPlus(1, true), 1, Even.LAMBDA, 20, 100),
                new Case(new DpmPlusPlus(2, true), 2, Even.LAMBDA, 20, 80),
                // The published form has half the third-order term that third order needs: docs/decisions/0004.
                new Case(new DpmPlusPlus(3, true), 2, Even.LAMBDA, 20, 80),
                new Case(new UniPc(1, false), 2, Even.LAMBDA, 20, 80),
                new Case(new UniPc(2, false), 3, Even.LAMBDA, 20, 80),
                new Case(new UniPc(3, false), 4, Even.LAMBDA, 20, 80),
                new Case(new IPndm(1), 1, Even.SIGMA, 3, 200),
                new Case(new IPndm(2), 2, Even.SIGMA, 3, 200),
                new Case(new IPndm(3), 3, Even.SIGMA, 3, 200),
                new Case(new IPndm(4), 4, Even.SIGMA, 3, 200));
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void theErrorFallsAtTheSolversOrder(Case solver) {
        double error = error(solver, solver.steps());
        for (int doubled = 1; doubled < 3; doubled++) {
            int steps = solver.steps() << doubled;
            double finer = error(solver, steps);
            double order = StrictMath.log(error / finer) / StrictMath.log(2);
            System.out.printf("%s: %d steps, error %.2e, order %.2f%n", solver, steps, finer, order);
            assertThat(order).isBetween(solver.order() - 0.3, solver.order() + 0.5);
            error = finer;
        }
    }

    private static double error(Case solver, int steps) {
        double sum = 0;
        for (int point = 0; point < POINTS; point++) {
            double[] start = new PhiloxNoise(11, point, 2).start();
            double[] x = ExactDenoiser.through(solver.even().nodes(steps, solver.most()), solver.solver(), start);
            double[] exact = ExactFlow.at(start, solver.most(), LEAST);
            sum += StrictMath.hypot(x[0] - exact[0], x[1] - exact[1]);
        }
        return sum / POINTS;
    }
}
