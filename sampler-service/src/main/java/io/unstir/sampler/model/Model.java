package io.unstir.sampler.model;

import io.unstir.sampler.schedule.NoiseSchedule;
import io.unstir.sampler.session.ConditionShape;
import io.unstir.sampler.session.DenoiserSession;
import io.unstir.sampler.session.DeviceClass;
import io.unstir.sampler.session.Ort;
import io.unstir.sampler.session.SessionException;
import io.unstir.sampler.solver.Prediction;
import io.unstir.sampler.text.ClassNames;
import io.unstir.sampler.text.NoPrompt;
import io.unstir.sampler.text.PromptEncoder;
import io.unstir.sampler.text.PromptReader;
import java.io.IOException;
import java.util.Optional;

/** A checkpoint in memory, ready to sample. */
public final class Model implements AutoCloseable {
    private final NoiseSchedule schedule;
    private final Prediction prediction;
    private final boolean learnedVariance;
    private final Optional<String> defaultSpacing;
    private final PromptReader prompts;
    private final DenoiserSession session;

    /** @throws BundleException when the bundle can't be run */
    Model(Bundle bundle, Ort ort, int maxRows, int promptCache) throws IOException {
        try {
            bundle.requireHarmlessGraphs();
            schedule = bundle.schedule();
            prediction = bundle.prediction();
            defaultSpacing = Optional.of(bundle.manifest().getDefaults().getTimestepSpacing())
                    .filter(name -> !name.isEmpty());
            var shape = bundle.shape();
            learnedVariance = shape.learnedVariance();
            session = new DenoiserSession(ort, bundle.denoiser(), shape, maxRows);
            prompts = prompts(bundle, ort, shape.condition(), promptCache);
        } catch (IllegalArgumentException | SessionException e) {
            throw new BundleException("The bundle can't be run: " + e.getMessage(), e);
        }
    }

    /**
     * What a model of this bundle takes: its weights twice, since ONNX Runtime repacks them for its kernels and was measured to hold 1.5 times a graph's file after
     * loading it; the buffers of its session; the prompts it keeps. What a run needs beyond that only ONNX Runtime knows (1.6 MB for each of 16 rows
     * of the starter model).
     */
    static long bytes(Bundle bundle, int maxRows, int promptCache) throws IOException {
        try {
            var shape = bundle.shape();
            long prompts = (long) promptCache * shape.condition().elements() * Float.BYTES;
            return 2 * bundle.bytes() + shape.bytes(maxRows) + prompts;
        } catch (IllegalArgumentException e) {
            throw new BundleException("The bundle can't be run: " + e.getMessage(), e);
        }
    }

    private PromptReader prompts(Bundle bundle, Ort ort, ConditionShape condition, int promptCache) {
        try {
            return switch (condition) {
                case ConditionShape.None() -> new NoPrompt();
                case ConditionShape.ClassLabel _ ->
                    new ClassNames(bundle.manifest().getClasses().getNamesList());
                case ConditionShape.Text text ->
                    new PromptEncoder(ort, bundle.encoder(), bundle.tokenizer(), text, promptCache);
            };
        } catch (SessionException | IllegalArgumentException e) {
            session.close();
            throw e;
        }
    }

    public NoiseSchedule schedule() {
        return schedule;
    }

    public Prediction prediction() {
        return prediction;
    }

    /** Whether an answer's second half says the variance (Nichol and Dhariwal 2021). */
    public boolean learnedVariance() {
        return learnedVariance;
    }

    /** What the bundle says for requests that name no timestep spacing. */
    public Optional<String> defaultSpacing() {
        return defaultSpacing;
    }

    /** What its images' bits are promised for. */
    public DeviceClass deviceClass() {
        return session.deviceClass();
    }

    public DenoiserSession session() {
        return session;
    }

    /**
     * What a row is told of the prompt: an encoded text, a class's number, or nothing.
     *
     * @throws IllegalArgumentException when the model knows classes, and the prompt is none of them
     */
    public float[] encode(String prompt) {
        return prompts.encode(prompt);
    }

    @Override
    public void close() {
        session.close();
        prompts.close();
    }
}
