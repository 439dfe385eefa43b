package io.unstir.trainer.export;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.unstir.trainer.network.UNet;
import io.unstir.trainer.optimizer.Parameters;
import io.unstir.trainer.tensor.DjlOps;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.SplittableRandom;

/** Compares an exported graph under ONNX Runtime with the network it was recorded from under DJL. */
public record Parity(UNet network, int imageSize, int maxTokens, int timesteps) {
    /** Largest difference an export may show (outputs are of order one). */
    public static final double LIMIT = 1e-4;

    private static final int ROWS = 3;

    /** Largest absolute difference of the outputs for random rows, each with its own timestep. */
    public double largestDifference(byte[] onnx, Parameters weights, NDManager parent) {
        int channels = network.config().imageChannels();
        long[] sampleShape = {ROWS, channels, imageSize, imageSize};
        long[] textShape = {ROWS, maxTokens, network.config().textWidth()};
        var random = new SplittableRandom(1);
        float[] sample = gaussian(random, sampleShape);
        float[] text = gaussian(random, textShape);
        float[] timestep = {0, timesteps / 2, timesteps - 1};
        float[] reference;
        try (NDManager manager = parent.newSubManager();
                DjlOps ops = new DjlOps(manager, weights.tensors())) {
            NDArray out = network.apply(
                    ops,
                    manager.create(sample, new Shape(sampleShape)),
                    manager.create(timestep),
                    manager.create(text, new Shape(textShape)));
            reference = out.toFloatArray();
        }
        float[] exported = run(
                onnx,
                Map.of(OnnxExport.SAMPLE, sample, OnnxExport.TIMESTEP, timestep, OnnxExport.TEXT, text),
                Map.of(
                        OnnxExport.SAMPLE,
                        sampleShape,
                        OnnxExport.TIMESTEP,
                        new long[] {ROWS},
                        OnnxExport.TEXT,
                        textShape));
        double largest = 0;
        for (int i = 0; i < reference.length; i++) {
            double difference = Math.abs((double) reference[i] - exported[i]);
            largest = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(largest, difference);
        }
        return largest;
    }

    private static float[] run(byte[] onnx, Map<String, float[]> inputs, Map<String, long[]> shapes) {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (var options = new OrtSession.SessionOptions();
                var session = environment.createSession(onnx, options);
                var sample = tensor(environment, OnnxExport.SAMPLE, inputs, shapes);
                var timestep = tensor(environment, OnnxExport.TIMESTEP, inputs, shapes);
                var text = tensor(environment, OnnxExport.TEXT, inputs, shapes);
                var result = session.run(
                        Map.of(OnnxExport.SAMPLE, sample, OnnxExport.TIMESTEP, timestep, OnnxExport.TEXT, text))) {
            FloatBuffer out = ((OnnxTensor) result.get(0)).getFloatBuffer();
            float[] elements = new float[out.remaining()];
            out.get(elements);
            return elements;
        } catch (OrtException e) {
            throw new IllegalStateException("The exported graph does not run under ONNX Runtime: " + e.getMessage(), e);
        }
    }

    private static OnnxTensor tensor(
            OrtEnvironment environment, String name, Map<String, float[]> inputs, Map<String, long[]> shapes)
            throws OrtException {
        return OnnxTensor.createTensor(environment, FloatBuffer.wrap(inputs.get(name)), shapes.get(name));
    }

    private static float[] gaussian(SplittableRandom random, long... shape) {
        float[] elements = new float[(int) (shape[0] * shape[1] * shape[2] * (shape.length > 3 ? shape[3] : 1))];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = (float) random.nextGaussian();
        }
        return elements;
    }
}
