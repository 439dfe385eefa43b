package io.unstir.trainer.export;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.unstir.trainer.network.Conditioning;
import io.unstir.trainer.network.Network;
import io.unstir.trainer.optimizer.Parameters;
import io.unstir.trainer.tensor.DjlOps;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Compares an exported graph under ONNX Runtime, with all its optimisations, with the network it was recorded from under DJL: rows
 * together and each alone.
 */
public record Parity(Network network, int imageSize, int timesteps) {
    /** Largest difference an export may show (outputs are of order one). */
    public static final double LIMIT = 1e-4;

    private static final int ROWS = 3;

    private record Tensor(float[] elements, long... shape) {
        NDArray in(NDManager manager) {
            return manager.create(elements, new Shape(shape));
        }

        Tensor rows(int from, int to) {
            int length = elements.length / (int) shape[0];
            long[] fewer = shape.clone();
            fewer[0] = to - from;
            return new Tensor(Arrays.copyOfRange(elements, from * length, to * length), fewer);
        }
    }

    /** Largest absolute difference of the outputs for random rows, each with its own timestep. */
    public double largestDifference(byte[] onnx, Parameters weights, NDManager parent) {
        Map<String, Tensor> inputs = inputs();
        float[] reference;
        try (NDManager manager = parent.newSubManager();
                DjlOps ops = new DjlOps(manager, weights.tensors())) {
            Tensor condition = inputs.getOrDefault(OnnxExport.TEXT, inputs.get(OnnxExport.CLASS));
            NDArray out = network.apply(
                    ops,
                    inputs.get(OnnxExport.SAMPLE).in(manager),
                    inputs.get(OnnxExport.TIMESTEP).in(manager),
                    condition == null ? null : condition.in(manager));
            reference = out.toFloatArray();
        }
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (var options = new OrtSession.SessionOptions()) {
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            try (var session = environment.createSession(onnx, options)) {
                int length = reference.length / ROWS;
                double largest = difference(reference, run(session, inputs));
                for (int row = 0; row < ROWS; row++) {
                    float[] alone = Arrays.copyOfRange(reference, row * length, (row + 1) * length);
                    largest = Math.max(largest, difference(alone, run(session, rows(inputs, row, row + 1))));
                }
                return largest;
            }
        } catch (OrtException e) {
            throw new IllegalStateException("The exported graph does not run under ONNX Runtime: " + e.getMessage(), e);
        }
    }

    private static double difference(float[] reference, float[] exported) {
        double largest = 0;
        for (int i = 0; i < reference.length; i++) {
            double difference = Math.abs((double) reference[i] - exported[i]);
            largest = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(largest, difference);
        }
        return largest;
    }

    private static Map<String, Tensor> rows(Map<String, Tensor> inputs, int from, int to) {
        var rows = new LinkedHashMap<String, Tensor>();
        inputs.forEach((name, tensor) -> rows.put(name, tensor.rows(from, to)));
        return rows;
    }

    private Map<String, Tensor> inputs() {
        var random = new SplittableRandom(1);
        var inputs = new LinkedHashMap<String, Tensor>();
        inputs.put(OnnxExport.SAMPLE, gaussian(random, ROWS, network.ports().imageChannels(), imageSize, imageSize));
        inputs.put(OnnxExport.TIMESTEP, new Tensor(new float[] {0, timesteps / 2, timesteps - 1}, ROWS));
        switch (network.ports().conditioning()) {
            case Conditioning.None() -> {}
            case Conditioning.Classes(var names) ->
                inputs.put(OnnxExport.CLASS, new Tensor(new float[] {0, names.size() / 2, names.size()}, ROWS));
            case Conditioning.Text(int tokens, int width) ->
                inputs.put(OnnxExport.TEXT, gaussian(random, ROWS, tokens, width));
        }
        return inputs;
    }

    private static float[] run(OrtSession session, Map<String, Tensor> inputs) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        var tensors = new HashMap<String, OnnxTensor>();
        try {
            for (var input : inputs.entrySet()) {
                Tensor tensor = input.getValue();
                tensors.put(
                        input.getKey(),
                        OnnxTensor.createTensor(environment, FloatBuffer.wrap(tensor.elements()), tensor.shape()));
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

    private static Tensor gaussian(SplittableRandom random, long... shape) {
        float[] elements = new float[Math.toIntExact(new Shape(shape).size())];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = (float) random.nextGaussian();
        }
        return new Tensor(elements, shape);
    }
}
