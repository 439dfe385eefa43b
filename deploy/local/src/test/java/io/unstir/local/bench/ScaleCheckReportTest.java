package io.unstir.local.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.unstir.local.scale.Delay;
import io.unstir.local.scale.Overhead;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScaleCheckReportTest {
    private static ScaleCheckReport report(double predictedP95) {
        var overhead =
                new Overhead(Delay.millis(12), Delay.millis(1), Delay.millis(10), Delay.millis(9), Delay.millis(20));
        var load = new Comparison(
                4,
                "burst of 160",
                new Comparison.Figures(22, 3000, predictedP95),
                new Comparison.Figures(20, 3100, 5000));
        var footprint = new Footprint(Map.of("unstir.jobs", new Footprint.Amount(1, 614)));
        return new ScaleCheckReport(new UnitCosts(overhead, 1.5), List.of(load), footprint);
    }

    @Test
    void putsPredictedBesideMeasured() {
        var report = report(5500);

        assertThat(report.isKept()).isTrue();
        assertThat(report.text())
                .contains("| accept | 12.0 |", "| unstir.jobs | 1.0 | 614 |", "is kept.")
                .contains("| 4 | burst of 160 | 22.00 | 20.00 | +10 % | 3000 | 3100 | -3 % | 5500 | 5000 | +10 % |");
        assertThat(report.json()).contains("\"kept\" : true", "\"jobs_per_second\" : 22.0", "\"topics_a_job\"");
    }

    @Test
    void saysWhenOneFigureMissesItsGoal() {
        var report = report(6300);

        assertThat(report.isKept()).isFalse();
        assertThat(report.text()).contains("+26 %", "is missed.");
    }
}
