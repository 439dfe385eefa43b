package io.unstir.sampler.session;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.unstir.sampler.noise.PhiloxNoise;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * A denoiser's graph and the memory of its runs. Rows are written into fixed buffers outside the heap, one run answers the first {@code n} of them,
 * and the answer lies in another fixed buffer: nothing is copied or allocated per run. For one thread at a time.
 */
public final class DenoiserSession implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(DenoiserSession.class);
    private static final String SAMPLE = "sample";
    private static final String TIMESTEP = "timestep";
    private static final String TEXT = "encoder_hidden_states";
    private static final String OUTPUT = "out_sample";
    /** A time that every schedule has. */
    private static final double PROBED_TIMESTEP = 0;

    private final SampleSize sample;
    private final TextSize text;
    private final int outputChannels;
    private final OrtSession session;
    private final FloatBuffer samples;
    private final FloatBuffer timesteps;
    private final FloatBuffer texts;
    private final FloatBuffer outputs;
    /** The tensors over the buffers for a run of 1, 2, ... rows. */
    private final List<Tensors> tensors;

    private final BatchProfile profile;

    private record Tensors(Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> outputs) {
        void close() {
            inputs.values().forEach(OnnxTensor::close);
            outputs.values().forEach(OnnxTensor::close);
        }
    }

    /**
     * Loads the graph, checks that it is what the manifest says, and runs it a few times: the first image shall not wait for what the first run sets up, and a run's
     * best number of rows is measured.
     *
     * @param learnedVariance whether the answer has a second half that says the variance
     * @param maxRows most rows of one run
     * @throws SessionException when the graph is not what is wanted, or answers with values that are not finite
     */
    public DenoiserSession(
            Ort ort, Path graph, SampleSize sample, TextSize text, boolean learnedVariance, int maxRows) {
        this.sample = sample;
        this.text = text;
        this.outputChannels = sample.channels() * (learnedVariance ? 2 : 1);
        this.session = ort.open(graph);
        this.samples = buffer(maxRows * sample.elements());
        this.timesteps = buffer(maxRows);
        this.texts = buffer(maxRows * text.elements());
        this.outputs = buffer(maxRows * outputElements());
        this.tensors = new ArrayList<>(maxRows);
        try {
            requireInputs();
            for (int rows = 1; rows <= maxRows; rows++) {
                tensors.add(tensors(ort, rows));
            }
            requireFiniteAnswer();
            this.profile = BatchProfile.measure(new Rows(), maxRows);
            LOG.infof(
                    "A denoiser was measured: rows=%d policy=%s millisPerRow=[%s]",
                    profile.rows(), profile.policy(), profile.table());
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

    /** Values of a row's answer: as many as of a sample, or twice that with a variance. */
    public int outputElements() {
        return outputChannels * sample.height() * sample.width();
    }

    public int maxRows() {
        return tensors.size();
    }

    /** Rows of a run when there is enough to do: the fewest with which a row takes hardly longer than with the best number. */
    public int bestRows() {
        return profile.rows();
    }

    /** What a row's bits depend on. */
    public BatchPolicy batchPolicy() {
        return profile.policy();
    }

    /** Bytes of the buffers. */
    public long bufferBytes() {
        return (long) Float.BYTES * (samples.capacity() + timesteps.capacity() + texts.capacity() + outputs.capacity());
    }

    /** Writes a row of the next run. @param timestep whole or between two training times */
    public void put(int row, double[] x, double timestep, float[] textRows) {
        int at = row * sample.elements();
        for (int i = 0; i < x.length; i++) {
            samples.put(at + i, (float) x[i]);
        }
        timesteps.put(row, (float) timestep);
        texts.put(row * text.elements(), textRows, 0, text.elements());
    }

    /** Runs the first {@code rows} rows. @return the answers, row after row, valid until the next run */
    public FloatBuffer run(int rows) {
        boolean padded = profile.policy() == BatchPolicy.PADDED;
        return runExactly(padded ? Math.max(rows, profile.rows()) : rows);
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

    /** Where fewer rows were written, the others hold what they held before. */
    private FloatBuffer runExactly(int rows) {
        Tensors run = tensors.get(rows - 1);
        try (var result = session.run(run.inputs(), run.outputs())) {
            return outputs;
        } catch (OrtException e) {
            throw new SessionException("A run of %d rows failed".formatted(rows), e);
        }
    }

    private void requireFiniteAnswer() {
        var rows = new Rows();
        rows.put(0, 0);
        var answer = runExactly(1);
        for (int i = 0; i < outputElements(); i++) {
            if (!Float.isFinite(answer.get(i))) {
                throw new SessionException("The denoiser answers plain noise with values that are not finite");
            }
        }
    }

    private void requireInputs() throws OrtException {
        var wanted = text.present() ? List.of(SAMPLE, TIMESTEP, TEXT) : List.of(SAMPLE, TIMESTEP);
        if (!session.getInputNames().equals(Set.copyOf(wanted))) {
            throw new SessionException(
                    "The denoiser must have the inputs %s (got %s)".formatted(wanted, session.getInputNames()));
        }
        if (!session.getOutputNames().contains(OUTPUT)) {
            throw new SessionException(
                    "The denoiser must have the output %s (got %s)".formatted(OUTPUT, session.getOutputNames()));
        }
        requireShape(SAMPLE, input(SAMPLE), sample.channels(), sample.height(), sample.width());
        requireShape(TIMESTEP, input(TIMESTEP));
        if (text.present()) {
            requireShape(TEXT, input(TEXT), text.tokens(), text.width());
        }
        var output = (TensorInfo) session.getOutputInfo().get(OUTPUT).getInfo();
        requireShape(OUTPUT, output, outputChannels, sample.height(), sample.width());
    }

    private TensorInfo input(String name) throws OrtException {
        return (TensorInfo) session.getInputInfo().get(name).getInfo();
    }

    /** An open batch, then the sides given, or open ones. */
    private static void requireShape(String name, TensorInfo info, long... sides) {
        long[] shape = info.getShape();
        boolean fits = info.type == OnnxJavaType.FLOAT && shape.length == sides.length + 1 && shape[0] == -1;
        for (int i = 0; fits && i < sides.length; i++) {
            fits = shape[i + 1] == sides[i] || shape[i + 1] == -1;
        }
        if (!fits) {
            throw new SessionException("The denoiser's %s must be float [batch%s] with an open batch (got %s %s)"
                    .formatted(name, listed(sides), info.type, Arrays.toString(shape)));
        }
    }

    private static String listed(long... sides) {
        var text = new StringBuilder();
        for (long side : sides) {
            text.append(", ").append(side);
        }
        return text.toString();
    }

    private Tensors tensors(Ort ort, int rows) throws OrtException {
        long[] shape = {rows, sample.channels(), sample.height(), sample.width()};
        var inputs = new LinkedHashMap<String, OnnxTensor>();
        inputs.put(SAMPLE, tensor(ort, samples, shape));
        inputs.put(TIMESTEP, tensor(ort, timesteps, rows));
        if (text.present()) {
            inputs.put(TEXT, tensor(ort, texts, rows, text.tokens(), text.width()));
        }
        long[] answer = {rows, outputChannels, sample.height(), sample.width()};
        return new Tensors(inputs, Map.of(OUTPUT, tensor(ort, outputs, answer)));
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

    /** Rows of noise, as the profile asks for them. */
    private final class Rows implements BatchProfile.Probe {
        private final float[] textRows = new float[text.elements()];

        @Override
        public void put(int row, int seed) {
            DenoiserSession.this.put(
                    row, new PhiloxNoise(seed, 0, sample.elements()).start(), PROBED_TIMESTEP, textRows);
        }

        @Override
        public FloatBuffer run(int rows) {
            return runExactly(rows);
        }

        @Override
        public int outputElements() {
            return DenoiserSession.this.outputElements();
        }
    }
}
