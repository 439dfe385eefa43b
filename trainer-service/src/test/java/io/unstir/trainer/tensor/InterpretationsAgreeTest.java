package io.unstir.trainer.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.unstir.trainer.export.OnnxExport;
import io.unstir.trainer.export.Parity;
import io.unstir.trainer.network.UNet;
import io.unstir.trainer.optimizer.Parameters;
import io.unstir.trainer.testing.RandomWeights;
import io.unstir.trainer.testing.TinyNetwork;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation, and a whole U-Net, computes the same under DJL and, exported, under ONNX Runtime. */
class InterpretationsAgreeTest {
    private static final float TOLERANCE = 2e-5f;

    private static final List<ParameterSpec> PARAMETERS = List.of(
            ParameterSpec.uniform("linear", 4, 24, 16),
            ParameterSpec.zeros("bias", 24),
            ParameterSpec.uniform("kernel3", 4, 24, 16, 3, 3),
            ParameterSpec.uniform("kernel1", 4, 24, 16, 1, 1),
            ParameterSpec.ones("gamma", 16),
            ParameterSpec.zeros("beta", 16));

    static Stream<Arguments> operations() {
        long[] image = {2, 16, 4, 4};
        long[] sequence = {2, 6, 16};
        long[] vector = {2, 16};
        return Stream.of(
                Arguments.of("add", image, image),
                Arguments.of("concat", image, image),
                Arguments.of("silu", image, image),
                Arguments.of("linear", vector, vector),
                Arguments.of("linear", sequence, sequence),
                Arguments.of("conv3", image, image),
                Arguments.of("conv3 strided", image, image),
                Arguments.of("conv1", image, image),
                Arguments.of("upsample", image, image),
                Arguments.of("group norm", image, image),
                Arguments.of("layer norm", vector, vector),
                Arguments.of("modulate", image, new long[] {2, 32}),
                Arguments.of("add per channel", image, vector),
                Arguments.of("tokens", image, image),
                Arguments.of("image", new long[] {2, 16, 24}, image),
                Arguments.of("sum of tokens", sequence, sequence),
                Arguments.of("self-attention", sequence, sequence),
                Arguments.of("cross-attention", sequence, new long[] {2, 3, 16}),
                Arguments.of("embedding", new long[] {2}, vector),
                Arguments.of("dropout", image, image),
                Arguments.of("vector", new long[] {2, 16, 1, 1}, vector),
                Arguments.of("pixel", vector, vector),
                Arguments.of("sinusoids", new long[] {2}, vector));
    }

    private static <T> T apply(String operation, Ops<T> ops, T a, T b) {
        return switch (operation) {
            case "add" -> ops.add(a, b);
            case "concat" -> ops.concat(a, b);
            case "silu" -> ops.silu(a);
            case "linear" -> ops.linear(a, parameter(ops, "linear"), parameter(ops, "bias"));
            case "conv3" -> ops.conv2d(a, parameter(ops, "kernel3"), parameter(ops, "bias"), 1);
            case "conv3 strided" -> ops.conv2d(a, parameter(ops, "kernel3"), parameter(ops, "bias"), 2);
            case "conv1" -> ops.conv2d(a, parameter(ops, "kernel1"), parameter(ops, "bias"), 1);
            case "upsample" -> ops.upsampleNearest(a);
            case "group norm" -> ops.groupNorm(a, 8, parameter(ops, "gamma"), parameter(ops, "beta"));
            case "layer norm" -> ops.layerNorm(a, parameter(ops, "gamma"), parameter(ops, "beta"));
            case "modulate" -> ops.modulate(a, b);
            case "add per channel" -> ops.addPerChannel(a, b);
            case "tokens" -> ops.tokens(a);
            case "image" -> ops.image(ops.tokens(b), b);
            case "sum of tokens" -> ops.sumTokens(a);
            case "self-attention" -> ops.attention(a, a, b, 4);
            case "cross-attention" -> ops.attention(a, b, b, 2);
            // Rounded to 0 or -1, which is the table's last row in both.
            case "embedding" -> ops.embedding(a, parameter(ops, "linear"));
            case "dropout" -> ops.dropout(a, 0.5f);
            case "vector" -> ops.vector(a);
            case "pixel" -> ops.pixel(a);
            case "sinusoids" -> ops.sinusoids(a, 32);
            default -> throw new IllegalArgumentException(operation);
        };
    }

    private static <T> T parameter(Ops<T> ops, String name) {
        return ops.parameter(PARAMETERS.stream()
                .filter(spec -> spec.name().equals(name))
                .findFirst()
                .orElseThrow());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    void operationAgrees(String operation, long[] shapeA, long[] shapeB) throws OrtException {
        try (NDManager manager = NDManager.newBaseManager()) {
            Parameters weights = RandomWeights.of(manager, PARAMETERS);
            NDArray a = TinyNetwork.gaussian(manager, shapeA);
            NDArray b = TinyNetwork.gaussian(manager, shapeB);

            float[] trained;
            try (var ops = new DjlOps(manager, weights.tensors())) {
                trained = apply(operation, ops, a, b).toFloatArray();
            }
            float[] exported = exported(operation, weights, a, b);

            assertThat(exported).containsExactly(trained, within(TOLERANCE));
        }
    }

    private static float[] exported(String operation, Parameters weights, NDArray a, NDArray b) throws OrtException {
        var ops = new OnnxOps(name -> weights.tensors().get(name).toFloatArray());
        var inputA = ops.input("a", free(a));
        var inputB = ops.input("b", free(b));
        byte[] model = ops.model(apply(operation, ops, inputA, inputB), "out").toByteArray();
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (var options = allOptimisations();
                var session = environment.createSession(model, options);
                var tensorA = tensor(environment, a);
                var tensorB = tensor(environment, b);
                var result = session.run(Map.of("a", tensorA, "b", tensorB))) {
            FloatBuffer out = ((OnnxTensor) result.get(0)).getFloatBuffer();
            float[] elements = new float[out.remaining()];
            out.get(elements);
            return elements;
        }
    }

    private static OrtSession.SessionOptions allOptimisations() throws OrtException {
        var options = new OrtSession.SessionOptions();
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        return options;
    }

    private static long[] free(NDArray array) {
        long[] shape = array.getShape().getShape().clone();
        shape[0] = OnnxOps.BATCH;
        return shape;
    }

    private static OnnxTensor tensor(OrtEnvironment environment, NDArray array) throws OrtException {
        return OnnxTensor.createTensor(
                environment,
                FloatBuffer.wrap(array.toFloatArray()),
                array.getShape().getShape());
    }

    @Test
    void wholeUNetAgreesWithARowOfTimestepsOfItsOwn() {
        try (NDManager manager = NDManager.newBaseManager()) {
            UNet network = TinyNetwork.unet();
            Parameters weights = RandomWeights.of(manager, network.parameters());
            byte[] onnx = new OnnxExport(network, TinyNetwork.SIZE).export(weights);

            double difference = new Parity(network, TinyNetwork.SIZE, 1000).largestDifference(onnx, weights, manager);

            assertThat(difference).isLessThan(TOLERANCE);
        }
    }

    @Test
    void parityNoticesOtherWeights() {
        try (NDManager manager = NDManager.newBaseManager()) {
            UNet network = TinyNetwork.unet();
            Parameters weights = RandomWeights.of(manager, network.parameters());
            byte[] onnx = new OnnxExport(network, TinyNetwork.SIZE).export(weights);
            weights.tensors().get("middle.0.conv1.weight").muli(1.01f);

            double difference = new Parity(network, TinyNetwork.SIZE, 1000).largestDifference(onnx, weights, manager);

            assertThat(difference).isGreaterThan(Parity.LIMIT);
        }
    }

    @Test
    void equalWeightsExportEqualBytes() {
        try (NDManager manager = NDManager.newBaseManager()) {
            UNet network = TinyNetwork.unet();
            Parameters weights = RandomWeights.of(manager, network.parameters());
            var export = new OnnxExport(network, TinyNetwork.SIZE);

            assertThat(export.export(weights)).isEqualTo(export.export(weights));
        }
    }
}
