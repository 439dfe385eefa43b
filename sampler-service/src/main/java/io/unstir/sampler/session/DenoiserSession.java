package io.unstir.sampler.session;

import static io.unstir.sampler.session.GraphSignature.OPEN;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.unstir.sampler.session.GraphSignature.Expected;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * A denoiser's graph and the memory of its runs. Rows are written into fixed buffers outside the heap, one run answers the first {@code n} of them,
 * and the answer lies in another fixed buffer: nothing is copied or allocated per run. For one thread at a time.
 */
public final class DenoiserSession implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(DenoiserSession.class);

    private final Ort ort;
    private final DenoiserShape shape;
    private final OrtSession session;
    private final RowMemory memory;
    private final BatchPolicy policy;
    private final int bestRows;

    /** A denoiser that answers a sample for a sample. */
    public DenoiserSession(Ort ort, Path graph, SampleSize sample, ConditionShape condition, int maxRows) {
        this(ort, graph, new DenoiserShape(sample, condition, false), maxRows);
    }

    /**
     * Loads the graph, and runs it on noise to see that it can be run and how it is run best; so the first image waits for nothing that a first
     * run sets up.
     *
     * @param maxRows most rows of one run
     * @throws SessionException when the file is no denoiser of this shape
     */
    public DenoiserSession(Ort ort, Path graph, DenoiserShape shape, int maxRows) {
        this.ort = ort;
        this.shape = shape;
        this.session = ort.open(graph);
        try {
            signature(shape).require(session);
            this.memory = new RowMemory(ort, shape, maxRows);
        } catch (OrtException e) {
            closeSession();
            throw new SessionException("The graph %s could not be prepared".formatted(graph.getFileName()), e);
        } catch (SessionException e) {
            closeSession();
            throw e;
        }
        try {
            requireFiniteAnswer();
            var profile = Profile.of(memory, shape, this::runExactly);
            policy = profile.policy();
            // Under PADDED the size reaches the pixels, so no timing may choose it.
            bestRows = policy == BatchPolicy.PADDED
                    ? memory.rows()
                    : profile.times().best();
            LOG.infof(
                    "A denoiser was profiled: batchPolicy=%s bestRows=%d millisPerRow=%s",
                    policy, bestRows, profile.times());
        } catch (SessionException e) {
            close();
            throw e;
        }
    }

    public SampleSize sample() {
        return shape.sample();
    }

    public ConditionShape condition() {
        return shape.condition();
    }

    /** Of one row's answer. */
    public int outputElements() {
        return shape.outputElements();
    }

    /** Most rows of one run; at least 2. */
    public int maxRows() {
        return memory.rows();
    }

    /** The rows of a run that takes the least time for each, or nearly so; at least 2. */
    public int bestRows() {
        return bestRows;
    }

    public BatchPolicy batchPolicy() {
        return policy;
    }

    /** What the bits of this session's answers are promised for. */
    public DeviceClass deviceClass() {
        return DeviceClass.of(ort, policy, bestRows);
    }

    /** Writes a row of the next run. */
    public void put(int row, double[] sample, double timestep, float[] condition) {
        memory.put(row, sample, timestep, condition);
    }

    /** Runs the first {@code rows} rows. @return the answers, row after row, valid until the next run */
    public FloatBuffer run(int rows) {
        int size = policy == BatchPolicy.PADDED ? bestRows : Math.max(rows, RowMemory.LEAST_ROWS);
        memory.clear(rows, size);
        runExactly(size);
        return memory.outputs();
    }

    @Override
    public void close() {
        memory.close();
        closeSession();
    }

    private void closeSession() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new SessionException("A session could not be closed", e);
        }
    }

    private void runExactly(int rows) {
        var run = memory.tensors(rows);
        try (var result = session.run(run.inputs(), run.outputs())) {
            ort.delay().pass(rows);
        } catch (OrtException e) {
            throw new SessionException("A run of %d rows failed".formatted(rows), e);
        }
    }

    /** Lets the graph bring memory of its own for one answer to plain noise, which shows its true shape. */
    private void requireFiniteAnswer() {
        Profile.putNoise(memory, shape);
        try (var result = session.run(memory.tensors(RowMemory.LEAST_ROWS).inputs())) {
            var answer = (OnnxTensor) result.get(RowMemory.OUTPUT).orElseThrow();
            long[] wanted = {RowMemory.LEAST_ROWS, shape.outputChannels(), sample().height(), sample().width()};
            long[] found = answer.getInfo().getShape();
            if (!Arrays.equals(found, wanted)) {
                throw new SessionException("The denoiser must answer %d rows with %s numbers (got %s)"
                        .formatted(RowMemory.LEAST_ROWS, Arrays.toString(wanted), Arrays.toString(found)));
            }
            var values = answer.getFloatBuffer();
            for (int i = 0; i < shape.outputElements(); i++) {
                if (!Float.isFinite(values.get(i))) {
                    throw new SessionException("The denoiser's answer to plain noise holds values that are not finite");
                }
            }
        } catch (OrtException e) {
            throw new SessionException("The denoiser could not be run on plain noise", e);
        }
    }

    private static GraphSignature signature(DenoiserShape shape) {
        var sample = shape.sample();
        var inputs = new ArrayList<>(List.of(
                Expected.floats(RowMemory.SAMPLE, OPEN, sample.channels(), sample.height(), sample.width()),
                Expected.floats(RowMemory.TIMESTEP, OPEN)));
        for (var input : shape.condition().inputs()) {
            inputs.add(Expected.floats(input.name(), input.of(OPEN)));
        }
        return new GraphSignature(
                "denoiser",
                inputs,
                Expected.floats(RowMemory.OUTPUT, OPEN, shape.outputChannels(), sample.height(), sample.width()));
    }
}
