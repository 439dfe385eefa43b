package io.unstir.sampler.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TimestepSpacingTest {
    @Test
    void leadingEndsAtZero() {
        assertThat(times(TimestepSpacing.LEADING, 5, Grid.DISCRETE)).containsExactly(800, 600, 400, 200, 0);
    }

    @Test
    void trailingStartsAtTheLastTrainingTime() {
        assertThat(times(TimestepSpacing.TRAILING, 5, Grid.DISCRETE)).containsExactly(999, 799, 599, 399, 199);
    }

    @Test
    void trailingRoundsWhereTheStepsDoNotDivideTheSchedule() {
        assertThat(times(TimestepSpacing.TRAILING, 3, Grid.DISCRETE)).containsExactly(999, 666, 332);
    }

    @Test
    void linspaceHasBothEnds() {
        assertThat(times(TimestepSpacing.LINSPACE, 4, Grid.DISCRETE)).containsExactly(999, 666, 333, 0);
        assertThat(times(TimestepSpacing.LINSPACE, 1, Grid.CONTINUOUS)).containsExactly(999);
    }

    @Test
    void linspaceLeavesTheEndOutWhereTheImageTakesItsPlace() {
        assertThat(times(TimestepSpacing.LINSPACE, 4, Grid.OPEN)).containsExactly(999, 749, 500, 250);
    }

    @Test
    void linspaceGoesBetweenTrainingTimesWhereTheSolverDoes() {
        assertThat(times(TimestepSpacing.LINSPACE, 5, Grid.CONTINUOUS)).containsExactly(999, 749.25, 499.5, 249.75, 0);
    }

    @Test
    void logSnrIsEven() {
        var nodes = TimestepSpacing.LOG_SNR.nodes(Schedules.linear(), 6, Grid.CONTINUOUS);

        double gap = nodes.get(1).lambda() - nodes.get(0).lambda();
        for (int i = 1; i < 6; i++) {
            assertThat(nodes.get(i).lambda() - nodes.get(i - 1).lambda()).isEqualTo(gap, within(1e-9));
        }
        assertThat(nodes.getFirst().timestep()).isEqualTo(999, within(1e-6));
        assertThat(nodes.getLast().timestep()).isEqualTo(0, within(1e-6));
    }

    @Test
    void karrasIsEvenInTheSeventhRoot() {
        var nodes = TimestepSpacing.KARRAS.nodes(Schedules.linear(), 6, Grid.CONTINUOUS);

        double gap = root(nodes.get(1)) - root(nodes.get(0));
        for (int i = 1; i < 6; i++) {
            assertThat(root(nodes.get(i)) - root(nodes.get(i - 1))).isEqualTo(gap, within(1e-9));
        }
    }

    @ParameterizedTest
    @EnumSource
    void everySpacingGoesFromMuchNoiseToLittleOnEverySchedule(TimestepSpacing spacing) {
        for (var schedule : new NoiseSchedule[] {Schedules.linear(), Schedules.flow()}) {
            for (Grid grid : Grid.values()) {
                for (int n : new int[] {1, 2, 7, 50, 999}) {
                    var nodes = spacing.nodes(schedule, n, grid);

                    assertThat(nodes).hasSize(n);
                    for (int i = 1; i < n; i++) {
                        assertThat(nodes.get(i).alphaBar())
                                .isGreaterThan(nodes.get(i - 1).alphaBar());
                        assertThat(nodes.get(i).timestep())
                                .isLessThanOrEqualTo(nodes.get(i - 1).timestep());
                    }
                }
            }
        }
    }

    @Test
    void moreStepsThanTheScheduleAreRefused() {
        assertThatThrownBy(() -> TimestepSpacing.LEADING.nodes(Schedules.linear(100), 101, Grid.DISCRETE))
                .hasMessage("steps must be 1 to 100 (got 101)");
    }

    @Test
    void namesAreThoseOfTheApi() {
        assertThat(TimestepSpacing.NAMES).containsExactly("leading", "trailing", "linspace", "karras", "log-snr");
        assertThat(TimestepSpacing.named("log-snr")).contains(TimestepSpacing.LOG_SNR);
        assertThat(TimestepSpacing.named("Trailing")).isEmpty();
    }

    private static double[] times(TimestepSpacing spacing, int n, Grid grid) {
        return spacing.nodes(Schedules.linear(), n, grid).stream()
                .mapToDouble(Node::timestep)
                .toArray();
    }

    private static double root(Node node) {
        return StrictMath.pow(node.sigma(), 1 / 7.0);
    }
}
