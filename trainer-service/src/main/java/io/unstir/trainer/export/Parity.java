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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Compares an exported graph under ONNX Runtime with the network it was recorded from under DJL. */
public record Parity(Network network, int imageSize, int timesteps) {
    /** Largest difference an export may show (outputs are of order one). */
    public static final double LIMIT = 1e-4;

    private static final int ROWS = 3;

    private record Tensor(float[] elements, long... shape) {
        NDArray in(NDManager manager) {
            return manager.create(elements, new Shape(shape));
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
        float[] exported = run(onnx, inputs);
        double largest = 0;
        for (int i = 0; i < reference.length; i++) {
            double difference = Math.abs((double) reference[i] - exported[i]);
            largest = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(largest, difference);
        }
        return largest;
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

    private static float[] run(byte[] onnx, Map<String, Tensor> inputs) {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        var tensors = new HashMap<String, OnnxTensor>();
        try (var options = new OrtSession.SessionOptions();
                var session = environment.createSession(onnx, options)) {
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
        } catch (OrtException e) {
            throw new IllegalStateException("The exported graph does not run under ONNX Runtime: " + e.getMessage(), e);
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
