package io.unstir.trainer.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.unstir.trainer.diffusion.NoiseSchedule;
import io.unstir.trainer.diffusion.Objective;
import io.unstir.trainer.diffusion.Prediction;
import io.unstir.trainer.diffusion.VariationalBound;
import io.unstir.trainer.diffusion.Weighting;
import io.unstir.trainer.network.Conditioning;
import io.unstir.trainer.network.Mlp;
import io.unstir.trainer.network.Network;
import io.unstir.trainer.network.PlainUNet;
import io.unstir.trainer.network.Ports;
import io.unstir.trainer.network.UNet;
import io.unstir.trainer.network.UNetConfig;
import io.unstir.trainer.network.UNetConfig.TimeConditioning;
import io.unstir.trainer.optimizer.Parameters;
import io.unstir.trainer.testing.RandomWeights;
import io.unstir.trainer.testing.TinyNetwork;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * DJL wraps a {@code Number} operand in a tensor over a Java direct buffer and lets go of it at once; autograd still reads it in
 * the backward pass. A network written in {@link Ops} must not be touched by that.
 */
class GarbageBetweenForwardAndBackwardTest {
    private static final int ROUNDS = 20;
    private static final int BUFFERS = 2000;

    /** A network as it is trained: with dropout, and with the variational bound where it learns its variance. */
    private record Case(String name, Network network) {
        Objective objective() {
            NoiseSchedule schedule = NoiseSchedule.of("cosine", 100);
            var bound = network.ports().outputChannels() > network.ports().imageChannels()
                    ? Optional.of(new VariationalBound(schedule, Prediction.V))
                    : Optional.<VariationalBound>empty();
            return new Objective(schedule, Prediction.V, new Weighting.MinSnr(5), bound);
        }

        NDArray condition(NDManager manager) {
            return switch (network.ports().conditioning()) {
                case Conditioning.None() -> null;
                case Conditioning.Classes _ -> manager.create(new float[] {1, 2});
                case Conditioning.Text(int tokens, int width) -> TinyNetwork.gaussian(manager, 2, tokens, width);
            };
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> networks() {
        var text = new Conditioning.Text(TinyNetwork.TOKENS, TinyNetwork.TEXT_WIDTH);
        var classes = new Conditioning.Classes(List.of("cat", "dog"));
        var nothing = new Conditioning.None();
        return Stream.of(
                new Case("U-Net of captions", unet(new Ports(3, 3, text))),
                new Case("U-Net of captions, with learned variance", unet(new Ports(3, 6, text))),
                new Case("U-Net of classes", unet(new Ports(3, 3, classes))),
                new Case("U-Net of classes, with learned variance", unet(new Ports(3, 6, classes))),
                new Case("plain U-Net", new PlainUNet(List.of(8, 16), new Ports(3, 3, nothing))),
                new Case("plain U-Net of classes", new PlainUNet(List.of(8, 16), new Ports(3, 6, classes))),
                new Case("perceptron", new Mlp(16, 2, new Ports(2, 2, nothing))));
    }

    private static Network unet(Ports ports) {
        return new UNet(new UNetConfig(List.of(8, 16), 1, List.of(1), 2, 0.3, TimeConditioning.SCALE_SHIFT), ports);
    }

    @ParameterizedTest
    @MethodSource("networks")
    void collectingAndOverwritingDirectBuffersLeavesTheGradientsAlone(Case trained) {
        try (NDManager manager = NDManager.newBaseManager()) {
            Parameters weights = RandomWeights.of(manager, trained.network().parameters());

            Map<String, float[]> undisturbed = gradients(trained, weights, manager, () -> {});
            Map<String, float[]> disturbed = gradients(
                    trained, weights, manager, GarbageBetweenForwardAndBackwardTest::overwriteFreedDirectBuffers);

            assertThat(disturbed.keySet()).isEqualTo(undisturbed.keySet());
            undisturbed.forEach((name, gradient) -> {
                assertThat(gradient).as("%s learns", name).isNotEqualTo(new float[gradient.length]);
                assertThat(disturbed.get(name)).as(name).isEqualTo(gradient);
            });
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
            NDArray x = manager.ones(new Shape(8));
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
            Case trained, Parameters weights, NDManager parent, Runnable betweenForwardAndBackward) {
        Network network = trained.network();
        long side = network instanceof Mlp ? 1 : TinyNetwork.SIZE;
        long[] shape = {2, network.ports().imageChannels(), side, side};
        weights.requireGradient(true);
        Engine.getInstance().setRandomSeed(5);
        var gradients = new LinkedHashMap<String, float[]>();
        try (NDManager manager = parent.newSubManager();
                DjlOps ops = DjlOps.training(parent, weights.tensors());
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray condition = trained.condition(manager);
            NDArray noise = manager.randomNormal(new Shape(shape));
            NDArray loss = trained.objective()
                    .loss(
                            TinyNetwork.gaussian(manager, shape),
                            noise,
                            new int[] {0, 70},
                            (x, t) -> network.apply(ops, x, t, condition));
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
