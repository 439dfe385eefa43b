package io.unstir.trainer.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class NoiseScheduleTest {
    @Test
    void linearIsThatOfHoEtAl() {
        NoiseSchedule schedule = NoiseSchedule.of("linear", 1000);

        assertThat(schedule.alphasCumprod()[0]).isCloseTo(1 - 1e-4, within(1e-12));
        assertThat(schedule.alphasCumprod()[999]).isCloseTo(4.0358e-5, within(1e-8));
    }

    @Test
    void cosineIsThatOfNicholAndDhariwal() {
        NoiseSchedule schedule = NoiseSchedule.of("cosine", 1000);

        // f(t)/f(0) with f(t) = cos^2((t/T + s)/(1 + s) pi/2), where no beta is capped
        double f500 = Math.pow(Math.cos((0.5 + 0.008) / 1.008 * Math.PI / 2), 2);
        double f0 = Math.pow(Math.cos(0.008 / 1.008 * Math.PI / 2), 2);
        assertThat(schedule.alphasCumprod()[499]).isCloseTo(f500 / f0, within(1e-9));
        assertThat(schedule.alphasCumprod()[999]).isPositive().isLessThan(1e-5);
    }

    @Test
    void alphasCumprodFall() {
        for (String name : new String[] {"linear", "cosine"}) {
            double[] alphasCumprod = NoiseSchedule.of(name, 300).alphasCumprod();
            for (int t = 1; t < alphasCumprod.length; t++) {
                assertThat(alphasCumprod[t]).as("%s at %d", name, t).isLessThan(alphasCumprod[t - 1]);
            }
        }
    }

    @Test
    void unknownNameIsRefused() {
        assertThatThrownBy(() -> NoiseSchedule.of("square", 10))
                .hasMessageContaining("diffusion.schedule")
                .hasMessageContaining("square");
    }
}
