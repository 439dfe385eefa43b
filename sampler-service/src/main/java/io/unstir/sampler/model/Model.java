package io.unstir.sampler.model;

import io.unstir.sampler.schedule.NoiseSchedule;
import io.unstir.sampler.session.DenoiserSession;
import io.unstir.sampler.session.DeviceClass;
import io.unstir.sampler.session.Ort;
import io.unstir.sampler.session.SessionException;
import io.unstir.sampler.solver.Prediction;
import io.unstir.sampler.text.PromptEncoder;
import java.util.Optional;

/** A checkpoint in memory, ready to sample. */
public final class Model implements AutoCloseable {
    private static final float[] NO_TEXT = {};

    private final NoiseSchedule schedule;
    private final Prediction prediction;
    private final boolean learnedVariance;
    private final Optional<String> defaultSpacing;
    private final Optional<PromptEncoder> encoder;
    private final DenoiserSession session;
    private final DeviceClass deviceClass;

    /** @throws BundleException when the bundle can't be run */
    Model(Bundle bundle, Ort ort, int maxRows, int promptCache) {
        bundle.requireClosedGraphs();
        try {
            schedule = bundle.schedule();
            prediction = bundle.prediction();
            learnedVariance = bundle.manifest().getLearnedVariance();
            defaultSpacing = Optional.of(bundle.manifest().getDefaults().getTimestepSpacing())
                    .filter(name -> !name.isEmpty());
            var text = bundle.text();
            encoder = text.present()
                    ? Optional.of(new PromptEncoder(ort, bundle.encoder(), bundle.tokenizer(), text, promptCache))
                    : Optional.empty();
            session = new DenoiserSession(ort, bundle.denoiser(), bundle.sample(), text, learnedVariance, maxRows);
            deviceClass = DeviceClass.of(ort, session);
            encode("");
        } catch (IllegalArgumentException | SessionException e) {
            throw new BundleException("The bundle can't be run: " + e.getMessage(), e);
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

    /** What its images are promised to be the same bits on. */
    public DeviceClass deviceClass() {
        return deviceClass;
    }

    public DenoiserSession session() {
        return session;
    }

    /** The prompt's rows; empty for a model without text. */
    public float[] encode(String prompt) {
        return encoder.map(it -> it.encode(prompt)).orElse(NO_TEXT);
    }

    @Override
    public void close() {
        session.close();
        encoder.ifPresent(PromptEncoder::close);
    }
}
