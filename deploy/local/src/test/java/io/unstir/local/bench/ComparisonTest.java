package io.unstir.local.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.unstir.local.scale.RunTime;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static SentJobs.Sent job(long posted, long latency) {
        return new SentJobs.Sent(
                new Client.Accepted("job", posted, posted + 12_000, 9_000),
                new Followed(posted + 13_000, 5 * 25_000, 6_000, posted + latency - 20_000, posted + latency, 1));
    }

    @Test
    void errorsArePartsOfWhatWasMeasured() {
        // Given
        var predicted = new Comparison.Figures(11, 900, 2200);
        var measured = new Comparison.Figures(10, 1000, 2000);

        // When
        var comparison = new Comparison(2, "burst", predicted, measured);

        // Then
        assertThat(comparison.throughputError()).isCloseTo(0.1, within(1e-9));
        assertThat(comparison.p50Error()).isCloseTo(-0.1, within(1e-9));
        assertThat(comparison.isWithin(0.15, 0.25)).isTrue();
        assertThat(comparison.isWithin(0.05, 0.25)).isFalse();
        assertThat(comparison.isWithin(0.15, 0.05)).isFalse();
    }

    @Test
    void measuresFromTheFirstPostToTheLastEnd() {
        // Given: ten jobs, one every 100 ms, of which each takes 50 ms more than the one before
        var jobs = IntStream.range(0, 10)
                .mapToObj(i -> job(i * 100_000L, 500_000 + i * 50_000L))
                .toList();

        // When
        var figures = Comparison.Figures.measured(jobs);

        // Then
        assertThat(figures.jobsPerSecond()).isCloseTo(10 / (0.9 + 0.95), within(1e-9));
        assertThat(figures.p50()).isCloseTo(700, within(1e-9));
        assertThat(figures.p95()).isCloseTo(950, within(1e-9));
    }

    @Test
    void unitCostsAreThoseOfJobsThatWereAlone() {
        // When
        var costs = UnitCosts.of(List.of(job(0, 180_000), job(1_000_000, 180_000)), 5, 24);

        // Then
        assertThat(costs.beside()).isCloseTo(1, within(1e-9));
        assertThat(costs.overhead().accept().median()).isEqualTo(0.012);
        assertThat(costs.overhead().take().median()).isEqualTo(0.001);
        assertThat(costs.overhead().deliver().median()).isEqualTo(0.020);
        assertThat(costs.runTime(RunTime.linear(16, 4), 16).seconds(16)).isCloseTo(0.081, within(1e-9));
    }

    @Test
    void aFootprintIsWhatCameSinceForEachJob() {
        // Given
        var before =
                new Footprint(Map.of("jobs", new Footprint.Amount(10, 1000), "quiet", new Footprint.Amount(5, 50)));
        var after = new Footprint(Map.of(
                "jobs", new Footprint.Amount(30, 5000),
                "quiet", new Footprint.Amount(5, 50),
                "events", new Footprint.Amount(80, 16_000)));

        // When
        var grown = after.since(before, 20);

        // Then
        assertThat(grown.topics())
                .isEqualTo(Map.of("jobs", new Footprint.Amount(1, 200), "events", new Footprint.Amount(4, 800)));
    }
}
