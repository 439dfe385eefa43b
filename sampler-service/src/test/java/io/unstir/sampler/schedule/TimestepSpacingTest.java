package io.unstir.sampler.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TimestepSpacingTest {
    @Test
    void leadingEndsAtZero() {
        assertThat(TimestepSpacing.LEADING.timesteps(5, 1000)).containsExactly(800, 600, 400, 200, 0);
    }

    @Test
    void trailingStartsAtTheLastTrainingTime() {
        assertThat(TimestepSpacing.TRAILING.timesteps(5, 1000)).containsExactly(999, 799, 599, 399, 199);
    }

    @Test
    void trailingRoundsWhereTheStepsDoNotDivideTheSchedule() {
        assertThat(TimestepSpacing.TRAILING.timesteps(3, 1000)).containsExactly(999, 666, 332);
    }

    @Test
    void linspaceHasBothEnds() {
        assertThat(TimestepSpacing.LINSPACE.timesteps(4, 1000)).containsExactly(999, 666, 333, 0);
    }

    @ParameterizedTest
    @EnumSource
    void asManyStepsAsTheScheduleVisitsEveryTimeOnce(TimestepSpacing spacing) {
        assertThat(spacing.timesteps(100, 100))
                .doesNotHaveDuplicates()
                .hasSize(100)
                .startsWith(99)
                .endsWith(0);
    }

    @Test
    void moreStepsThanTheScheduleAreRefused() {
        assertThatThrownBy(() -> TimestepSpacing.LEADING.timesteps(101, 100))
                .hasMessage("steps must be 1 to 100 (got 101)");
    }

    @Test
    void namesAreThoseOfDiffusers() {
        assertThat(TimestepSpacing.named("trailing")).contains(TimestepSpacing.TRAILING);
        assertThat(TimestepSpacing.named("Trailing")).isEmpty();
    }
}
