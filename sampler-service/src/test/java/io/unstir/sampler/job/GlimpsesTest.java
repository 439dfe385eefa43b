package io.unstir.sampler.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.unstir.sampler.canvas.Canvas;
import io.unstir.sampler.engine.Glimpse;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class GlimpsesTest {
    private static final int STEPS = 90;

    @Test
    void anImageIsShownAboutAsOftenAsThePolicySays() {
        // Given
        var glimpses = new Glimpses(new PreviewPolicy(8, Duration.ZERO, 128), 1, STEPS);

        // When
        List<Integer> shown = shown(glimpses, 1);

        // Then
        assertThat(shown).containsExactly(11, 22, 33, 44, 55, 66, 77, 88);
    }

    @Test
    void allImagesAreShownInTurn() {
        // Given
        var glimpses = new Glimpses(new PreviewPolicy(8, Duration.ZERO, 128), 3, STEPS);

        // When
        List<Integer> shown = shown(glimpses, 3);

        // Then
        assertThat(shown).hasSize(24).startsWith(11, 11, 11, 22, 22, 22);
    }

    @Test
    void anImageThatIsOutKeepsNobodyWaiting() {
        // Given
        var glimpses = new Glimpses(new PreviewPolicy(8, Duration.ZERO, 128), 2, STEPS);

        // When
        glimpses.left(0);

        // Then
        assertThat(glimpses.wants(1, 11)).isTrue();
    }

    @Test
    void noneIsWantedWhileOneIsHeld() {
        // Given
        var glimpses = new Glimpses(new PreviewPolicy(8, Duration.ZERO, 128), 1, STEPS);
        glimpses.hold(glimpse(0, 11));

        // When
        boolean wanted = glimpses.wants(0, 22);

        // Then
        assertThat(wanted).isFalse();
        assertThat(glimpses.take()).isPresent();
        assertThat(glimpses.wants(0, 22)).isTrue();
    }

    @Test
    void whatIsDoneSoonIsNotShown() {
        // Given
        var glimpses = new Glimpses(new PreviewPolicy(8, Duration.ofHours(1), 128), 1, STEPS);

        // When
        List<Integer> shown = shown(glimpses, 1);

        // Then
        assertThat(shown).isEmpty();
    }

    @Test
    void whereNothingIsToBeShownNothingIs() {
        // Given
        var glimpses = new Glimpses(new PreviewPolicy(0, Duration.ZERO, 128), 1, STEPS);

        // When
        List<Integer> shown = shown(glimpses, 1);

        // Then
        assertThat(shown).isEmpty();
    }

    @Test
    void everyStepIsShownAsLongAsThereIsRoom() {
        // Given: room for two.
        var showing = new EveryStep(3, 1 << 18);

        // When
        for (int step = 1; step < STEPS; step++) {
            if (showing.wants(0, step)) {
                showing.hold(glimpse(0, step));
            }
        }

        // Then
        assertThat(showing.take()).map(Glimpse::step).contains(3);
        assertThat(showing.take()).map(Glimpse::step).contains(6);
        assertThat(showing.take()).isEmpty();
        assertThat(showing.wants(0, STEPS)).isTrue();
    }

    @Test
    void aThumbnailIsSmallAndOfTheSameColours() throws IOException {
        // Given: the left half white, the right half black.
        var canvas = Canvas.ofModel(1, 30, 50);
        double[] x0 = new double[30 * 50];
        for (int i = 0; i < x0.length; i++) {
            x0[i] = i % 50 < 25 ? 1 : -1;
        }

        // When
        BufferedImage image =
                ImageIO.read(new ByteArrayInputStream(Thumbnail.of(new Glimpse(0, 1, STEPS, canvas, x0), 20)));

        // Then
        assertThat(image.getWidth()).isEqualTo(17);
        assertThat(image.getHeight()).isEqualTo(10);
        assertThat(image.getRaster().getSample(2, 5, 0)).isEqualTo(255);
        assertThat(image.getRaster().getSample(15, 5, 0)).isZero();
    }

    private static List<Integer> shown(Glimpses glimpses, int images) {
        var shown = new ArrayList<Integer>();
        for (int step = 1; step < STEPS; step++) {
            for (int image = 0; image < images; image++) {
                if (glimpses.wants(image, step)) {
                    glimpses.hold(glimpse(image, step));
                    glimpses.take();
                    shown.add(step);
                }
            }
        }
        return shown;
    }

    private static Glimpse glimpse(int image, int step) {
        return new Glimpse(image, step, STEPS, Canvas.ofModel(1, 1, 1), new double[1]);
    }
}
