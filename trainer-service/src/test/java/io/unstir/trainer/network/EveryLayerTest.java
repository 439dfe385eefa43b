package io.unstir.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.unstir.trainer.network.Layers.Case;
import io.unstir.trainer.optimizer.Parameters;
import io.unstir.trainer.tensor.DjlOps;
import io.unstir.trainer.tensor.OnnxOps;
import io.unstir.trainer.testing.RandomWeights;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds for every layer and every network. */
class EveryLayerTest {
    private static final float TOLERANCE = 2e-5f;
    private static final double STEP = 2e-3;
    private static final int ROWS = 5;
    private static final int[] BATCHES = {1, 2, 5};

    static Stream<Case> layers() {
        return Layers.all();
    }

    /** Whatever the batch a row is in: alone, with another, with all. */
    @ParameterizedTest
    @MethodSource("layers")
    void everyRowIsTheSameTrainedAndExported(Case layer) throws OrtException {
        try (NDManager manager = NDManager.newBaseManager()) {
            Parameters weights = RandomWeights.of(manager, layer.parameters());
            List<NDArray> inputs = inputs(layer, ROWS, manager);

            float[] trained;
            try (var ops = new DjlOps(manager, weights.tensors())) {
                trained = layer.apply(ops, inputs).toFloatArray();
            }

            int length = trained.length / ROWS;
            try (var exported = new Exported(layer, weights, inputs)) {
                for (int batch : BATCHES) {
                    for (int from = 0; from + batch <= ROWS; from += batch) {
                        assertThat(exported.rows(inputs, from, from + batch))
                                .as("rows %d to %d", from, from + batch - 1)
                                .containsExactly(
                                        Arrays.copyOfRange(trained, from * length, (from + batch) * length),
                                        within(TOLERANCE));
                    }
                }
            }
        }
    }

    /** Along a random direction of each parameter, against the difference quotient. */
    @ParameterizedTest
    @MethodSource("layers")
    void itsGradientsAreThoseOfFiniteDifferences(Case layer) {
        try (NDManager manager = NDManager.newBaseManager()) {
            Parameters weights = RandomWeights.of(manager, layer.parameters());
            List<NDArray> inputs = inputs(layer, 2, manager);
            try (var ops = new DjlOps(manager, weights.tensors())) {
                float[] factors =
                        gaussian(5, Math.toIntExact(layer.apply(ops, inputs).size()));
                Map<String, float[]> gradients = gradients(layer, ops, weights, inputs, factors);

                weights.tensors().forEach((name, weight) -> {
                    float[] direction = gaussian(name.hashCode(), Math.toIntExact(weight.size()));
                    NDArray way = manager.create(direction, weight.getShape());
                    double exact = 0;
                    double squares = 0;
                    for (int i = 0; i < direction.length; i++) {
                        exact += (double) direction[i] * gradients.get(name)[i];
                        squares += (double) gradients.get(name)[i] * gradients.get(name)[i];
                    }

                    // Two quotients together are free of the third derivative (Richardson).
                    double coarse = quotient(layer, ops, inputs, factors, weight, way, 2 * STEP);
                    double fine = quotient(layer, ops, inputs, factors, weight, way, STEP);
                    double slope = (4 * fine - coarse) / 3;

                    assertThat(slope)
                            .as("%s along %s, gradient of length %s", layer, name, Math.sqrt(squares))
                            .isCloseTo(exact, within(0.02 * Math.sqrt(squares) + 0.02));
                });
            }
        }
    }

    private static double quotient(
            Case layer, DjlOps ops, List<NDArray> inputs, float[] factors, NDArray weight, NDArray way, double step) {
        NDArray there = way.mul((float) step);
        weight.addi(there);
        double above = Layers.mixed(layer.apply(ops, inputs), factors);
        weight.subi(there).subi(there);
        double below = Layers.mixed(layer.apply(ops, inputs), factors);
        weight.addi(there);
        return (above - below) / (2 * step);
    }

    private static Map<String, float[]> gradients(
            Case layer, DjlOps ops, Parameters weights, List<NDArray> inputs, float[] factors) {
        weights.requireGradient(true);
        var gradients = new HashMap<String, float[]>();
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray out = layer.apply(ops, inputs);
            collector.backward(
                    out.mul(out.getManager().create(factors, out.getShape())).sum());
            weights.tensors()
                    .forEach((name, weight) ->
                            gradients.put(name, weight.getGradient().toFloatArray()));
        }
        weights.requireGradient(false);
        return gradients;
    }

    /** The layer as a graph under ONNX Runtime with all its optimisations. */
    private static final class Exported implements AutoCloseable {
        private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
        private final OrtSession session;

        Exported(Case layer, Parameters weights, List<NDArray> inputs) throws OrtException {
            var ops = new OnnxOps(name -> weights.tensors().get(name).toFloatArray());
            var values = new ArrayList<OnnxOps.Value>();
            for (int i = 0; i < inputs.size(); i++) {
                long[] shape = inputs.get(i).getShape().getShape().clone();
                shape[0] = OnnxOps.BATCH;
                values.add(ops.input("input" + i, shape));
            }
            byte[] model = ops.model(layer.apply(ops, values), "out").toByteArray();
            try (var options = new OrtSession.SessionOptions()) {
                options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
                session = environment.createSession(model, options);
            }
        }

        float[] rows(List<NDArray> inputs, int from, int to) throws OrtException {
            var tensors = new HashMap<String, OnnxTensor>();
            try {
                // An input nobody looks at stays declared and may be given.
                for (int i = 0; i < inputs.size(); i++) {
                    tensors.put("input" + i, rows(inputs.get(i), from, to));
                }
                try (var result = session.run(tensors)) {
                    FloatBuffer out = ((OnnxTensor) result.get(0)).getFloatBuffer();
                    float[] elements = new float[out.remaining()];
                    out.get(elements);
                    return elements;
                }
            } finally {
                tensors.values().forEach(OnnxTensor::close);
            }
        }

        private OnnxTensor rows(NDArray input, int from, int to) throws OrtException {
            float[] elements = input.toFloatArray();
            long[] shape = input.getShape().getShape().clone();
            int length = elements.length / (int) shape[0];
            shape[0] = to - from;
            return OnnxTensor.createTensor(
                    environment, FloatBuffer.wrap(Arrays.copyOfRange(elements, from * length, to * length)), shape);
        }

        @Override
        public void close() throws OrtException {
            session.close();
        }
    }

    private static List<NDArray> inputs(Case layer, int rows, NDManager manager) {
        var inputs = new ArrayList<NDArray>();
        for (int i = 0; i < layer.inputs().size(); i++) {
            long[] dimensions = layer.inputs().get(i).clone();
            dimensions[0] = rows;
            var shape = new Shape(dimensions);
            boolean isLabel = layer.labels().length > 0 && i == layer.inputs().size() - 1;
            float[] elements = isLabel ? labels(layer, rows) : gaussian(11 + i, Math.toIntExact(shape.size()));
            inputs.add(manager.create(elements, shape));
        }
        return inputs;
    }

    private static float[] labels(Case layer, int rows) {
        float[] labels = new float[rows];
        for (int i = 0; i < rows; i++) {
            labels[i] = layer.labels()[i % layer.labels().length];
        }
        return labels;
    }

    private static float[] gaussian(long seed, int length) {
        var random = new SplittableRandom(seed);
        float[] elements = new float[length];
        for (int i = 0; i < length; i++) {
            elements[i] = (float) random.nextGaussian();
        }
        return elements;
    }
}
