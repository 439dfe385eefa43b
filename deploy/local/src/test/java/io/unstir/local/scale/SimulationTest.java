package io.unstir.local.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SimulationTest {
    private static final RunTime RUN_TIME = RunTime.linear(16, 4);
    private static final Overhead OVERHEAD = new Overhead(
            Delay.millis(10),
            Delay.micros(new long[] {1000, 3000}),
            Delay.millis(5),
            Delay.millis(4),
            Delay.millis(20));

    private static Fleet fleet(int samplers) {
        return Fleet.standard(samplers, 16, RUN_TIME, OVERHEAD);
    }

    @Provide
    Arbitrary<List<Shape>> shapes() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 6),
                        Arbitraries.integers().between(1, 20),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false))
                .as(Shape::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }

    @Property(tries = 25)
    void everyRowIsRunAndEveryJobEndsOnce(
            @ForAll("shapes") List<Shape> shapes, @ForAll @IntRange(min = 1, max = 4) int samplers, @ForAll long seed) {
        // Given
        var arrivals = Arrival.poisson(30, 150, shapes, seed);

        // When
        var outcome = Simulation.run(fleet(samplers), arrivals, seed);

        // Then
        assertThat(outcome.rows())
                .isEqualTo(arrivals.stream()
                        .mapToLong(arrival -> arrival.shape().rows())
                        .sum());
        assertThat(outcome.jobs()).hasSize(150).allSatisfy(job -> {
            double least = job.arrival().shape().steps() * RUN_TIME.seconds(2);
            assertThat(job.deliveries()).isEqualTo(1);
            assertThat(job.sampled() - job.taken()).isGreaterThanOrEqualTo(least - 1e-9);
            assertThat(job.seen()).isGreaterThan(job.sampled());
        });
        assertThat(outcome.utilisation()).isBetween(0.0, 1.0);
        assertThat(outcome.fill()).isBetween(0.0, 1.0);
    }

    @Property(tries = 15)
    void theSameArgumentsGiveTheSameOutcome(@ForAll("shapes") List<Shape> shapes, @ForAll long seed) {
        var arrivals = Arrival.poisson(20, 100, shapes, seed);

        assertThat(Simulation.run(fleet(2), arrivals, seed)).isEqualTo(Simulation.run(fleet(2), arrivals, seed));
    }

    /** Units are only units: with nothing but the model in the way, a model twice as slow makes a burst twice as long. */
    @Property(tries = 15)
    void aBurstScalesWithTheModel(
            @ForAll("shapes") List<Shape> shapes, @ForAll @DoubleRange(min = 0.5, max = 4) double times) {
        // Given
        var arrivals = Arrival.burst(0, 60, shapes, 1);
        var fast = Fleet.standard(2, 16, RunTime.linear(16, 4), Overhead.NONE);
        var slow = Fleet.standard(2, 16, RunTime.linear(16 * times, 4 * times), Overhead.NONE);

        // When
        double ratio = Simulation.run(slow, arrivals, 1).seconds()
                / Simulation.run(fast, arrivals, 1).seconds();

        // Then
        assertThat(ratio).isCloseTo(times, within(1e-9));
    }

    @Property(tries = 10)
    void moreSamplersAndFewerJobsMakeNobodyWaitLonger(
            @ForAll @IntRange(min = 1, max = 6) int samplers, @ForAll long seed) {
        // Given
        double rate = 0.9 * fleet(samplers).capacity() / 20;
        var shapes = List.of(Shape.image(20, false));
        var arrivals = Arrival.poisson(rate, 400, shapes, seed);

        // When
        double latency =
                Simulation.run(fleet(samplers), arrivals, seed).latency().mean();
        double ofMore =
                Simulation.run(fleet(2 * samplers), arrivals, seed).latency().mean();
        double ofFewer = Simulation.run(fleet(samplers), Arrival.poisson(rate / 2, 400, shapes, seed), seed)
                .latency()
                .mean();

        // Then
        assertThat(ofMore).isLessThanOrEqualTo(latency * 1.01);
        assertThat(ofFewer).isLessThanOrEqualTo(latency * 1.01);
    }

    @Test
    void aLoneJobTakesItsStagesAndItsStepsAndNothingElse() {
        // Given
        var overhead =
                new Overhead(Delay.millis(10), Delay.millis(2), Delay.millis(5), Delay.millis(4), Delay.millis(20));
        var fleet = Fleet.standard(1, 16, RUN_TIME, overhead);

        // When
        var guided = Simulation.run(fleet, Arrival.burst(0, 1, List.of(Shape.image(10, true)), 1), 1);
        var plain = Simulation.run(fleet, Arrival.burst(0, 1, List.of(Shape.image(10, false)), 1), 1);

        // Then: guidance costs a lone image nothing, since no row runs alone
        assertThat(guided.latency().p50()).isCloseTo(0.010 + 0.002 + 10 * 0.024 + 0.005 + 0.020, within(1e-9));
        assertThat(plain.latency()).isEqualTo(guided.latency());
    }

    @Test
    void aShortJobBehindLongOnesWaitsAFractionOfTheirTime() {
        // Given
        var longOnes = Arrival.burst(0, 10, List.of(Shape.image(50, false)), 1);
        var arrivals = new java.util.ArrayList<>(longOnes);
        arrivals.add(new Arrival(0.5, Shape.image(10, false)));
        var fleet = Fleet.standard(1, 4, RunTime.linear(1, 13), Overhead.NONE);

        // When
        var outcome = Simulation.run(fleet, arrivals, 1);

        // Then
        assertThat(outcome.jobs().getLast().latency())
                .isLessThan(outcome.jobs().getFirst().latency() / 5);
    }

    @Test
    void jobsInBulkDontKeepOthersWaiting() {
        // Given
        var bulk = Arrival.burst(0, 200, List.of(new Shape(1, 50, false, true)), 1);
        var arrivals = new java.util.ArrayList<>(bulk);
        IntStream.range(0, 10).forEach(i -> arrivals.add(new Arrival(1 + i, Shape.image(10, false))));

        // When
        var outcome = Simulation.run(fleet(1), arrivals, 1);

        // Then
        assertThat(outcome.jobs().subList(200, 210))
                .allSatisfy(job -> assertThat(job.waited()).isZero());
        assertThat(outcome.jobs().get(199).waited()).isPositive();
    }

    @Test
    void whatAKilledSamplerHadInHandIsDoneByAnotherOne() {
        // Given
        var arrivals = Arrival.poisson(4, 200, List.of(Shape.image(40, false)), 1);

        // When
        var outcome = Simulation.run(fleet(2).withKill(new Fleet.Kill(1, 20)), arrivals, 1);

        // Then
        assertThat(outcome.jobs()).allSatisfy(job -> assertThat(job.seen()).isNotNaN());
        assertThat(outcome.jobs().stream().filter(job -> job.deliveries() == 2))
                .isNotEmpty()
                .allSatisfy(job -> assertThat(job.latency()).isBetween(20.0, 60.0));
    }

    @Test
    void refusesWhatNoFleetCanBe() {
        assertThatThrownBy(() -> fleet(0)).hasMessage("samplers must be at least 1 (got 0)");
        assertThatThrownBy(() -> fleet(1).withKill(new Fleet.Kill(0, 1)))
                .hasMessage("the sampler to kill must be one of at least two (got 0 of 1)");
        assertThatThrownBy(() -> Arrival.poisson(0, 1, List.of(Shape.image(1, false)), 1))
                .hasMessage("a rate must be above 0 (got 0.0)");
    }
}
