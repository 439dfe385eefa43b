package io.unstir.trainer.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.unstir.trainer.diffusion.Prediction.Parts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PredictionTest {
    @ParameterizedTest
    @EnumSource
    void itsPartsAreTheImageAndNoiseItWasMadeOf(Prediction prediction) {
        double alpha = prediction == Prediction.FLOW ? 0.3 : 0.6;
        double sigma = prediction == Prediction.FLOW ? 0.7 : 0.8;
        double image = 0.25;
        double noise = -1.5;
        double noisy = alpha * image + sigma * noise;
        double target = prediction.imageShare(alpha, sigma) * image + prediction.noiseShare(alpha, sigma) * noise;

        Parts parts = prediction.parts(alpha, sigma, noisy, target);

        assertThat(parts.image()).isCloseTo(image, within(1e-12));
        assertThat(parts.noise()).isCloseTo(noise, within(1e-12));
    }

    @Test
    void anUnknownNameIsRefused() {
        assertThatThrownBy(() -> Prediction.of("score"))
                .hasMessage("diffusion.prediction: \"score\" is not one of epsilon, sample, v_prediction, flow");
    }
}
