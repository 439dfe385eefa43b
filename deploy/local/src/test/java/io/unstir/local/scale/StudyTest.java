package io.unstir.local.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StudyTest {
    private static final Fleet FLEET = Fleet.standard(
            1,
            4,
            RunTime.parse("2:27.2,4:51.3"),
            new Overhead(Delay.millis(10), Delay.millis(2), Delay.millis(5), Delay.millis(4), Delay.millis(20)));
    private static final Study STUDY = new Study(FLEET, Shape.image(20, false), 1500, 1);

    @Test
    void knowsWhatASamplerCanDoAndWhatALoneJobTakes() {
        assertThat(STUDY.jobsPerSecond(3)).isCloseTo(3 * 4 / 0.0513 / 20, within(1e-9));
        assertThat(STUDY.alone()).isCloseTo(0.037 + 20 * 0.0272, within(1e-9));
    }

    @Test
    void theBusierTheLongerAndTheFullerTheRuns() {
        // When
        var lines = STUDY.sweep(List.of(1), List.of(0.3, 0.6, 0.9));

        // Then
        assertThat(lines).extracting(line -> line.longer().p99()).isSorted();
        assertThat(lines).extracting(Study.Line::fill).isSorted();
        assertThat(lines).allSatisfy(line -> assertThat(line.done()).isCloseTo(line.rate(), within(line.rate() * 0.1)));
    }

    @Test
    void whatWaitsInTheTopicIsTakenByTheFirstSamplerThatIsFree() {
        // Given: as many jobs in hand as fill a run and some more, against so many that each sampler has a queue of its
        // own
        var few = new Study(FLEET.withSlots(6), STUDY.shape(), 4000, 1);
        var many = new Study(FLEET.withSlots(24), STUDY.shape(), 4000, 1);

        // When
        double waitOfFew = few.atLoad(16, 0.9).longer().p99();
        double waitOfMany = many.atLoad(16, 0.9).longer().p99();

        // Then
        assertThat(waitOfFew).isLessThan(0.7 * waitOfMany);
    }

    @Test
    void aBurstIsDoneAtTheRateOfFullRuns() {
        var line = STUDY.burst(2);

        assertThat(line.done()).isCloseTo(STUDY.jobsPerSecond(2), within(0.05 * STUDY.jobsPerSecond(2)));
        assertThat(line.fill()).isGreaterThan(0.97);
    }

    @Test
    void theChartHasALineForEachNumberOfSamplers() {
        // When
        var chart = WaitChart.of("waits", STUDY.sweep(List.of(1, 4), List.of(0.5, 0.9)));

        // Then
        var colours = IntStream.range(0, chart.getHeight())
                .flatMap(y -> IntStream.range(0, chart.getWidth()).map(x -> chart.getRGB(x, y)))
                .boxed()
                .toList();
        assertThat(colours)
                .contains(new Color(0xd1495b).getRGB(), new Color(0x305fa8).getRGB())
                .doesNotContain(new Color(0x2e8b57).getRGB());
    }

    @Test
    void textAndJsonHaveALineForEach() {
        var report = new StudyReport(STUDY, STUDY.sweep(List.of(1, 2), List.of(0.5)));

        assertThat(report.text().lines().filter(line -> line.startsWith("| 1 |") || line.startsWith("| 2 |")))
                .hasSize(2);
        assertThat(report.json()).contains("\"load\" : 0.5", "\"longer_than_alone_s\"");
    }

    @Test
    void tooFewJobsSayNothing() {
        assertThatThrownBy(() -> new Study(FLEET, STUDY.shape(), 9, 1)).hasMessage("jobs must be at least 10 (got 9)");
    }
}
