package io.unstir.sampler.session;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Fixed buffers outside the heap for the rows of a run and their answers, and the tensors over them for a run of 1, 2, ... rows. */
final class RowMemory implements AutoCloseable {
    /**
     * ONNX Runtime multiplies one row with other kernels than several, and those add in another order: measured on the starter model, one row alone
     * differs in its last bits from the same row in a run of 2 to 16, and those agree. So no run has fewer rows than this.
     */
    static final int LEAST_ROWS = 2;

    static final String SAMPLE = "sample";
    static final String TIMESTEP = "timestep";
    static final String OUTPUT = "out_sample";

    private final DenoiserShape shape;
    private final FloatBuffer samples;
    private final FloatBuffer timesteps;
    private final FloatBuffer conditions;
    private final FloatBuffer outputs;
    private final List<Tensors> tensors;

    record Tensors(Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> outputs) {
        private void close() {
            inputs.values().forEach(OnnxTensor::close);
            outputs.values().forEach(OnnxTensor::close);
        }
    }

    /** @param most rows of one run, though there is memory for {@link #LEAST_ROWS} in any case */
    RowMemory(Ort ort, DenoiserShape shape, int most) throws OrtException {
        int rows = Math.max(most, LEAST_ROWS);
        if (shape.bytes(rows) > Integer.MAX_VALUE) {
            throw new SessionException("The rows of a run must fit into %d bytes (%d rows take %d)"
                    .formatted(Integer.MAX_VALUE, rows, shape.bytes(rows)));
        }
        this.shape = shape;
        this.samples = buffer(rows * shape.sample().elements());
        this.timesteps = buffer(rows);
        this.conditions = buffer(rows * shape.condition().elements());
        this.outputs = buffer(rows * shape.outputElements());
        this.tensors = new ArrayList<>(rows);
        for (int each = 1; each <= rows; each++) {
            tensors.add(tensors(ort, each));
        }
    }

    int rows() {
        return tensors.size();
    }

    Tensors tensors(int rows) {
        return tensors.get(rows - 1);
    }

    FloatBuffer outputs() {
        return outputs;
    }

    void put(int row, double[] sample, double timestep, float[] condition) {
        int at = row * shape.sample().elements();
        for (int i = 0; i < sample.length; i++) {
            samples.put(at + i, (float) sample[i]);
        }
        timesteps.put(row, (float) timestep);
        conditions.put(
                row * shape.condition().elements(),
                condition,
                0,
                shape.condition().elements());
    }

    /** Makes rows zero, {@code to} not among them. */
    void clear(int from, int to) {
        for (int row = from; row < to; row++) {
            clear(row);
        }
    }

    private void clear(int row) {
        int elements = shape.sample().elements();
        for (int i = row * elements; i < (row + 1) * elements; i++) {
            samples.put(i, 0);
        }
        timesteps.put(row, 0);
        int told = shape.condition().elements();
        for (int i = row * told; i < (row + 1) * told; i++) {
            conditions.put(i, 0);
        }
    }

    /** A copy of a row's answer. */
    float[] answer(int row) {
        float[] answer = new float[shape.outputElements()];
        outputs.get(row * answer.length, answer);
        return answer;
    }

    @Override
    public void close() {
        tensors.forEach(Tensors::close);
    }

    private Tensors tensors(Ort ort, int rows) throws OrtException {
        var sample = shape.sample();
        var inputs = new LinkedHashMap<String, OnnxTensor>();
        inputs.put(SAMPLE, tensor(ort, samples, rows, sample.channels(), sample.height(), sample.width()));
        inputs.put(TIMESTEP, tensor(ort, timesteps, rows));
        for (var input : shape.condition().inputs()) {
            inputs.put(input.name(), tensor(ort, conditions, input.of(rows)));
        }
        var output = tensor(ort, outputs, rows, shape.outputChannels(), sample.height(), sample.width());
        return new Tensors(inputs, Map.of(OUTPUT, output));
    }

    private static OnnxTensor tensor(Ort ort, FloatBuffer buffer, long... shape) throws OrtException {
        long elements = 1;
        for (long side : shape) {
            elements *= side;
        }
        return OnnxTensor.createTensor(ort.environment(), buffer.slice(0, (int) elements), shape);
    }

    private static FloatBuffer buffer(int elements) {
        return ByteBuffer.allocateDirect(elements * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }
}
