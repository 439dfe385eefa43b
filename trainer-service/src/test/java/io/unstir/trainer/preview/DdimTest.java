package io.unstir.trainer.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.unstir.trainer.diffusion.ForwardProcess;
import io.unstir.trainer.diffusion.NoiseSchedule;
import io.unstir.trainer.diffusion.Prediction;
import io.unstir.trainer.diffusion.StraightPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** With a network that knows the answer, the sampler finds the image from any noise, whatever the network predicts. */
class DdimTest {
    private static final Shape SHAPE = new Shape(2, 3, 4, 4);
    private static final int T = 100;

    @ParameterizedTest
    @EnumSource(Prediction.class)
    void perfectNetworkLeadsToItsImage(Prediction prediction) {
        ForwardProcess process = prediction == Prediction.FLOW ? new StraightPath(T) : NoiseSchedule.of("cosine", T);
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray image = SeededNoise.of(SHAPE, 1, manager).tanh();
            NDArray noise = SeededNoise.of(SHAPE, 2, manager);

            NDArray sampled = new Ddim(process, prediction, 1, 10).sample(noise, (x, t) -> {
                double signal = process.signal((int) t.getFloat(0));
                double spread = process.noise((int) t.getFloat(0));
                NDArray epsilon = x.sub(image.mul((float) signal)).div((float) spread);
                return image.mul((float) prediction.imageShare(signal, spread))
                        .add(epsilon.mul((float) prediction.noiseShare(signal, spread)));
            });

            assertThat(sampled.toFloatArray()).containsExactly(image.toFloatArray(), within(2e-3f));
        }
    }

    /** The network's answer is a fixed velocity, so Euler's method is exact: x0 = epsilon - v. */
    @Test
    void straightPathIsEulersMethod() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray noise = manager.full(SHAPE, 0.5f);
            NDArray velocity = manager.full(SHAPE, 0.3f);

            NDArray sampled = new Ddim(new StraightPath(T), Prediction.FLOW, 1, 7).sample(noise, (x, t) -> velocity);

            assertThat(sampled.toFloatArray()).containsOnly(new float[] {0.2f}, within(1e-6f));
        }
    }

    @Test
    void noiseIsLeftAsItWasAndNothingElseIsLeftBehind() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray noise = SeededNoise.of(SHAPE, 2, manager);
            float[] before = noise.toFloatArray();
            int tensors = manager.getManagedArrays().size();

            new Ddim(NoiseSchedule.of("cosine", T), Prediction.V, 1, 5).sample(noise, (x, t) -> x.mul(0.5f));

            assertThat(noise.toFloatArray()).containsExactly(before);
            assertThat(manager.getManagedArrays()).hasSize(tensors + 1);
        }
    }

    @Test
    void moreStepsThanTheProcessHasAreRefused() {
        assertThatThrownBy(() -> new Ddim(new StraightPath(T), Prediction.FLOW, 1, T + 1))
                .hasMessage("steps: 101 is not between 1 and the process's 100");
    }
}
