package io.unstir.trainer.report;

import ai.djl.ndarray.NDArray;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.unstir.trainer.export.OnnxExport;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** A bundle's graph that is told nothing but the time, run as whoever gets the bundle runs it. */
final class ExportedNetwork implements AutoCloseable {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final long channels;
    private final long size;

    /** @param channels and size of its images, {@code [channels, size, size]} */
    ExportedNetwork(Path onnx, int channels, int size) {
        this.channels = channels;
        this.size = size;
        try (var options = new OrtSession.SessionOptions()) {
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            // Thousands of short runs with work of ours in between, which would compete with threads that wait busily.
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            session = environment.createSession(onnx.toString(), options);
        } catch (OrtException e) {
            throw new IllegalStateException("The exported graph does not load: " + e.getMessage(), e);
        }
    }

    /**
     * The network's answer for rows at the same time.
     *
     * @param noisy x_t, {@code [rows, channels, size, size]}
     * @param t 0 to T - 1
     * @return as {@code noisy}; a learned variance is left out
     */
    double[] predict(double[] noisy, int t) {
        int length = Math.toIntExact(channels * size * size);
        int rows = noisy.length / length;
        float[] times = new float[rows];
        Arrays.fill(times, t);
        try (var sample = OnnxTensor.createTensor(
                        environment, FloatBuffer.wrap(floats(noisy)), new long[] {rows, channels, size, size});
                var timestep = OnnxTensor.createTensor(environment, FloatBuffer.wrap(times), new long[] {rows});
                var result = session.run(Map.of(OnnxExport.SAMPLE, sample, OnnxExport.TIMESTEP, timestep))) {
            FloatBuffer out = ((OnnxTensor) result.get(0)).getFloatBuffer();
            int answered = out.remaining() / rows;
            double[] predicted = new double[noisy.length];
            for (int row = 0; row < rows; row++) {
                for (int i = 0; i < length; i++) {
                    predicted[row * length + i] = out.get(row * answered + i);
                }
            }
            return predicted;
        } catch (OrtException e) {
            throw new IllegalStateException("The exported graph does not run: " + e.getMessage(), e);
        }
    }

    /**
     * The same for tensors.
     *
     * @param times t of every row, all the same
     * @return belongs to the manager of {@code noisy}
     */
    NDArray predict(NDArray noisy, NDArray times) {
        float[] elements = noisy.toFloatArray();
        double[] values = new double[elements.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = elements[i];
        }
        float[] predicted = floats(predict(values, (int) times.getFloat(0)));
        return noisy.getManager().create(predicted, noisy.getShape());
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("The exported graph could not be closed: " + e.getMessage(), e);
        }
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
