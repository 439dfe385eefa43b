package io.unstir.sampler.session;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A denoiser's graph and the memory of its runs. Rows are written into fixed buffers outside the heap, one run answers the first {@code n} of them,
 * and the answer lies in another fixed buffer: nothing is copied or allocated per run. For one thread at a time.
 */
public final class DenoiserSession implements AutoCloseable {
    private static final String SAMPLE = "sample";
    private static final String TIMESTEP = "timestep";
    private static final String TEXT = "encoder_hidden_states";
    private static final String OUTPUT = "out_sample";

    private final SampleSize sample;
    private final TextSize text;
    private final OrtSession session;
    private final FloatBuffer samples;
    private final FloatBuffer timesteps;
    private final FloatBuffer texts;
    private final FloatBuffer outputs;
    /** The tensors over the buffers for a run of 1, 2, ... rows. */
    private final List<Tensors> tensors;

    private record Tensors(Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> outputs) {
        void close() {
            inputs.values().forEach(OnnxTensor::close);
            outputs.values().forEach(OnnxTensor::close);
        }
    }

    /**
     * Loads the graph and runs it once, so that the first image does not wait for what the first run sets up.
     *
     * @param maxRows most rows of one run
     */
    public DenoiserSession(Ort ort, Path graph, SampleSize sample, TextSize text, int maxRows) {
        this.sample = sample;
        this.text = text;
        this.session = ort.open(graph);
        this.samples = buffer(maxRows * sample.elements());
        this.timesteps = buffer(maxRows);
        this.texts = buffer(maxRows * text.elements());
        this.outputs = buffer(maxRows * sample.elements());
        this.tensors = new ArrayList<>(maxRows);
        try {
            requireInputs();
            for (int rows = 1; rows <= maxRows; rows++) {
                tensors.add(tensors(ort, rows));
            }
            run(maxRows);
        } catch (OrtException e) {
            close();
            throw new SessionException("The graph " + graph.getFileName() + " could not be prepared", e);
        } catch (SessionException e) {
            close();
            throw e;
        }
    }

    public SampleSize sample() {
        return sample;
    }

    public TextSize text() {
        return text;
    }

    public int maxRows() {
        return tensors.size();
    }

    /** Writes a row of the next run. */
    public void put(int row, double[] x, int timestep, float[] textRows) {
        int at = row * sample.elements();
        for (int i = 0; i < x.length; i++) {
            samples.put(at + i, (float) x[i]);
        }
        timesteps.put(row, timestep);
        texts.put(row * text.elements(), textRows, 0, text.elements());
    }

    /** Runs the first {@code rows} rows. @return the answers, row after row, valid until the next run */
    public FloatBuffer run(int rows) {
        Tensors run = tensors.get(rows - 1);
        try (var result = session.run(run.inputs(), run.outputs())) {
            return outputs;
        } catch (OrtException e) {
            throw new SessionException("A run of %d rows failed".formatted(rows), e);
        }
    }

    @Override
    public void close() {
        tensors.forEach(Tensors::close);
        try {
            session.close();
        } catch (OrtException e) {
            throw new SessionException("A session could not be closed", e);
        }
    }

    private void requireInputs() throws OrtException {
        var wanted = text.present() ? List.of(SAMPLE, TIMESTEP, TEXT) : List.of(SAMPLE, TIMESTEP);
        if (!session.getInputNames().equals(java.util.Set.copyOf(wanted))) {
            throw new SessionException(
                    "The denoiser must have the inputs %s (got %s)".formatted(wanted, session.getInputNames()));
        }
        if (!session.getOutputNames().contains(OUTPUT)) {
            throw new SessionException(
                    "The denoiser must have the output %s (got %s)".formatted(OUTPUT, session.getOutputNames()));
        }
        var shape = (TensorInfo) session.getInputInfo().get(SAMPLE).getInfo();
        if (shape.getShape().length != 4 || shape.getShape()[0] != -1) {
            throw new SessionException(
                    "The denoiser's input sample must be [batch, channels, height, width] with an open batch");
        }
    }

    private Tensors tensors(Ort ort, int rows) throws OrtException {
        long[] shape = {rows, sample.channels(), sample.height(), sample.width()};
        var inputs = new LinkedHashMap<String, OnnxTensor>();
        inputs.put(SAMPLE, tensor(ort, samples, shape));
        inputs.put(TIMESTEP, tensor(ort, timesteps, rows));
        if (text.present()) {
            inputs.put(TEXT, tensor(ort, texts, rows, text.tokens(), text.width()));
        }
        return new Tensors(inputs, Map.of(OUTPUT, tensor(ort, outputs, shape)));
    }

    private static OnnxTensor tensor(Ort ort, FloatBuffer buffer, long... shape) throws OrtException {
        long elements = 1;
        for (long side : shape) {
            elements *= side;
        }
        return OnnxTensor.createTensor(ort.environment(), buffer.slice(0, (int) elements), shape);
    }

    private static FloatBuffer buffer(int elements) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(elements, Float.BYTES))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }
}
