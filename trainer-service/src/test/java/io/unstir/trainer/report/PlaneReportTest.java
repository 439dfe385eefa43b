package io.unstir.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlaneReportTest {
    private final Locale usual = Locale.getDefault();

    @AfterEach
    void speakAsBefore() {
        Locale.setDefault(usual);
    }

    /** {@code deploy/bench/plane-table} reads them. */
    @Test
    void figuresHaveAPointInEveryLanguage() {
        Locale.setDefault(Locale.GERMANY);

        String line = new PlaneReport.Score(PlaneDistance.ENERGY, 0.03, 0.025).line();

        assertThat(line).isEqualTo("  energy              generated 0.0300  held out 0.0250  ratio 1.20%n".formatted());
    }
}
