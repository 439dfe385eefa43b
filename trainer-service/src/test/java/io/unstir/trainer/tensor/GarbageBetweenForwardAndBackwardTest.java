package io.unstir.trainer.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import io.unstir.trainer.network.UNet;
import io.unstir.trainer.optimizer.Parameters;
import io.unstir.trainer.testing.RandomWeights;
import io.unstir.trainer.testing.TinyNetwork;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * DJL wraps a {@code Number} operand in a tensor over a Java direct buffer and lets go of it at once; autograd still reads it in
 * the backward pass. A network written in {@link Ops} must not be touched by that.
 */
class GarbageBetweenForwardAndBackwardTest {
    private static final int ROUNDS = 20;
    private static final int BUFFERS = 2000;

    @Test
    void collectingAndOverwritingDirectBuffersLeavesTheGradientsAlone() {
        try (NDManager manager = NDManager.newBaseManager()) {
            UNet network = TinyNetwork.unet();
            Parameters weights = RandomWeights.of(manager, network.parameters());

            Map<String, float[]> undisturbed = gradients(network, weights, manager, () -> {});
            Map<String, float[]> disturbed = gradients(
                    network, weights, manager, GarbageBetweenForwardAndBackwardTest::overwriteFreedDirectBuffers);

            assertThat(disturbed.keySet()).isEqualTo(undisturbed.keySet());
            undisturbed.forEach(
                    (name, gradient) -> assertThat(disturbed.get(name)).as(name).satisfies(other -> assertThat(
                                    java.util.Arrays.equals(other, gradient))
                            .isTrue()));
        }
    }

    /** Shows that the disturbance is a real one: a product with a {@code Number} has its gradient destroyed by it. */
    @Test
    void theDisturbanceBreaksANumberOperand() {
        try (NDManager manager = NDManager.newBaseManager()) {
            boolean broken = false;
            for (int round = 0; round < ROUNDS && !broken; round++) {
                broken = numberOperandBreaks(manager);
            }
            assertThat(broken)
                    .as("DJL may have mended its scalars; then this trap, and this test, can go")
                    .isTrue();
        }
    }

    private static boolean numberOperandBreaks(NDManager parent) {
        try (NDManager manager = parent.newSubManager()) {
            NDArray x = manager.ones(new ai.djl.ndarray.types.Shape(8));
            x.setRequiresGradient(true);
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray y = x;
                for (int i = 0; i < 50; i++) {
                    y = y.mul(1.0f);
                }
                NDArray loss = y.sum();
                overwriteFreedDirectBuffers();
                collector.backward(loss);
            }
            for (float g : x.getGradient().toFloatArray()) {
                if (g != 1.0f) {
                    return true;
                }
            }
            return false;
        }
    }

    private static Map<String, float[]> gradients(
            UNet network, Parameters weights, NDManager parent, Runnable betweenForwardAndBackward) {
        weights.requireGradient(true);
        var gradients = new LinkedHashMap<String, float[]>();
        try (NDManager manager = parent.newSubManager();
                DjlOps ops = new DjlOps(parent, weights.tensors());
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray out = TinyNetwork.apply(network, ops, manager);
            NDArray loss = out.mul(out).mean();
            betweenForwardAndBackward.run();
            collector.backward(loss);
            weights.tensors().forEach((name, weight) -> {
                try (NDArray gradient = weight.getGradient()) {
                    gradients.put(name, gradient.toFloatArray());
                    gradient.subi(gradient);
                }
            });
        }
        weights.requireGradient(false);
        return gradients;
    }

    private static void overwriteFreedDirectBuffers() {
        System.gc();
        List<ByteBuffer> fresh = new ArrayList<>();
        for (int i = 0; i < BUFFERS; i++) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(4);
            buffer.putInt(0, 0x7fc00000);
            fresh.add(buffer);
        }
        assertThat(fresh).hasSize(BUFFERS);
    }
}
