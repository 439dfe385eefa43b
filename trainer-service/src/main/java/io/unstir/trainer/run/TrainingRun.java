package io.unstir.trainer.run;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import io.unstir.trainer.bundle.TrainedNetwork;
import io.unstir.trainer.config.TrainingConfig;
import io.unstir.trainer.data.TrainingData;
import io.unstir.trainer.diffusion.NoiseSchedule;
import io.unstir.trainer.diffusion.Objective;
import io.unstir.trainer.diffusion.Prediction;
import io.unstir.trainer.export.OnnxExport;
import io.unstir.trainer.export.Parity;
import io.unstir.trainer.network.UNet;
import io.unstir.trainer.network.UNetConfig;
import io.unstir.trainer.optimizer.AdamW;
import io.unstir.trainer.optimizer.LearningRate;
import io.unstir.trainer.optimizer.MovingAverage;
import io.unstir.trainer.optimizer.Parameters;
import io.unstir.trainer.run.Checkpoints.State;
import io.unstir.trainer.tensor.DjlOps;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Trains a network, resuming where an earlier run of the same folder stopped, and exports it. Weights are a function of the
 * configuration and the data: every step draws its batch, timesteps and noise from the seed and its own number.
 */
public final class TrainingRun {
    private static final long REPORT_EVERY_NANOS = 1_000_000_000L;
    private static final int EVALUATED_BATCHES = 16;

    private final TrainingConfig config;
    private final TrainingData data;
    private final Path folder;
    private final TrainingListener listener;
    private final UNet network;
    private final NoiseSchedule schedule;
    private final Objective objective;
    private final Batches batches;
    private final LearningRate learningRate;

    /** @param folder where checkpoints and the exported graph are kept; a run's own */
    public TrainingRun(TrainingConfig config, TrainingData data, Path folder, TrainingListener listener) {
        this.config = config;
        this.data = data;
        this.folder = folder;
        this.listener = listener;
        var shape = config.network();
        network = new UNet(new UNetConfig(
                data.channels(),
                shape.channels(),
                shape.blocks(),
                shape.attentionLevels(),
                shape.heads(),
                data.textWidth()));
        schedule = NoiseSchedule.of(
                config.diffusion().schedule(), config.diffusion().steps());
        var training = config.training();
        objective = new Objective(schedule, Prediction.of(config.diffusion().prediction()), training.minSnrGamma());
        batches = new Batches(
                data,
                training.batch(),
                training.conditioningDropout(),
                training.horizontalFlip(),
                schedule.steps(),
                training.seed());
        learningRate = new LearningRate(training.learningRate(), training.warmupSteps(), training.steps());
    }

    /** A learner's tensors: weights, Adam's moments and the moving average. */
    private record Learner(Parameters weights, AdamW optimizer, MovingAverage average) {
        State state(long step) {
            var sets = new LinkedHashMap<String, Parameters>();
            sets.put("weights", weights);
            sets.put("mean", optimizer.mean());
            sets.put("variance", optimizer.variance());
            sets.put("average", average.average());
            return new State(step, sets);
        }
    }

    /**
     * Trains to the configured number of steps.
     *
     * @param stopRequested asked before every step; when it says true the state is saved and the run returns empty
     * @throws TrainingException when the loss is no number or the exported graph differs from the trained network
     */
    public Optional<TrainedNetwork> run(BooleanSupplier stopRequested) {
        var checkpoints = new Checkpoints(folder.resolve("checkpoints"));
        try (NDManager manager = NDManager.newBaseManager()) {
            Optional<State> saved = checkpoints.newest(manager);
            Learner learner = saved.map(this::resumed).orElseGet(() -> fresh(manager));
            long step = saved.map(State::step).orElse(0L);
            long total = config.training().steps();
            listener.started(step, total, learner.weights().count());
            var progress = new Progress(step);
            try (var ops = new DjlOps(manager, learner.weights().tensors())) {
                while (step < total) {
                    if (stopRequested.getAsBoolean()) {
                        checkpoints.write(learner.state(step));
                        return Optional.empty();
                    }
                    double loss = learn(learner, ops, step, manager);
                    step++;
                    progress.add(step, loss);
                    if (step % config.training().checkpointEvery() == 0 || step == total) {
                        checkpoints.write(learner.state(step));
                    }
                }
            }
            Parameters published = learner.average().average();
            return Optional.of(export(published, step, evaluate(published, manager), manager));
        }
    }

    /** One optimizer step, numbered from 0; returns its loss. */
    private double learn(Learner learner, DjlOps ops, long step, NDManager parent) {
        Parameters weights = learner.weights();
        try (NDManager manager = parent.newSubManager()) {
            Batches.Batch batch = batches.at(step, manager);
            Engine.getInstance().setRandomSeed(batches.noiseSeed(step));
            NDArray noise = manager.randomNormal(batch.images().getShape());
            weights.requireGradient(true);
            float loss;
            try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
                NDArray tracked = objective.loss(
                        batch.images(), noise, batch.timesteps(), (x, t) -> network.apply(ops, x, t, batch.captions()));
                gradients.backward(tracked);
                loss = tracked.getFloat();
            }
            Parameters gradient = takeGradients(weights, manager);
            weights.requireGradient(false);
            double norm = norm(gradient);
            if (!Float.isFinite(loss) || !Double.isFinite(norm)) {
                throw new TrainingException(
                        "loss-not-finite",
                        "Step %d: loss %s, gradient norm %s; the last checkpoint is kept".formatted(step, loss, norm));
            }
            float clip = (float) Math.min(1, config.training().gradientClip() / Math.max(norm, 1e-12));
            learner.optimizer().update(weights, gradient, clip, learningRate.at(step + 1), step + 1);
            learner.average().update(weights, step + 1);
            return loss;
        }
    }

    /** Mean loss of the weights over batches after the last trained one, with their noise: the same for the same weights. */
    private double evaluate(Parameters weights, NDManager parent) {
        double sum = 0;
        for (long step = config.training().steps(); step < config.training().steps() + EVALUATED_BATCHES; step++) {
            try (NDManager manager = parent.newSubManager();
                    DjlOps ops = new DjlOps(manager, weights.tensors())) {
                Batches.Batch batch = batches.at(step, manager);
                Engine.getInstance().setRandomSeed(batches.noiseSeed(step));
                NDArray noise = manager.randomNormal(batch.images().getShape());
                sum += objective
                        .loss(
                                batch.images(),
                                noise,
                                batch.timesteps(),
                                (x, t) -> network.apply(ops, x, t, batch.captions()))
                        .getFloat();
            }
        }
        return sum / EVALUATED_BATCHES;
    }

    private Learner fresh(NDManager manager) {
        Engine.getInstance().setRandomSeed(Long.hashCode(config.training().seed()));
        Parameters weights = Parameters.initial(manager, network.parameters());
        return learner(
                weights,
                Parameters.zeros(manager, network.parameters()),
                Parameters.zeros(manager, network.parameters()),
                weights.copy());
    }

    private Learner resumed(State state) {
        Map<String, Parameters> sets = state.sets();
        return learner(sets.get("weights"), sets.get("mean"), sets.get("variance"), sets.get("average"));
    }

    private Learner learner(Parameters weights, Parameters mean, Parameters variance, Parameters average) {
        return new Learner(
                weights,
                new AdamW(mean, variance, config.training().weightDecay()),
                new MovingAverage(average, config.training().emaDecay()));
    }

    private TrainedNetwork export(Parameters weights, long steps, double loss, NDManager manager) {
        byte[] onnx = new OnnxExport(network, data.imageSize(), data.maxTokens()).export(weights);
        double difference = new Parity(network, data.imageSize(), data.maxTokens(), schedule.steps())
                .largestDifference(onnx, weights, manager);
        if (difference > Parity.LIMIT) {
            throw new TrainingException(
                    "parity",
                    "The exported graph differs from the trained network by %.2e; the limit is %.0e"
                            .formatted(difference, Parity.LIMIT));
        }
        Path file = folder.resolve("unet.onnx");
        try {
            Files.write(file, onnx);
        } catch (IOException e) {
            throw new UncheckedIOException("The exported graph could not be written", e);
        }
        return new TrainedNetwork(
                file,
                steps,
                steps * config.training().batch(),
                loss,
                difference,
                weights.count(),
                schedule.alphasCumprod(),
                describe(network.config()));
    }

    private static Map<String, Object> describe(UNetConfig config) {
        var description = new LinkedHashMap<String, Object>();
        description.put("_class_name", "UNet");
        description.put("in_channels", config.imageChannels());
        description.put("out_channels", config.imageChannels());
        description.put("block_out_channels", config.channels());
        description.put("layers_per_block", config.blocks());
        description.put("attention_levels", config.attentionLevels());
        description.put("attention_heads", config.heads());
        description.put("cross_attention_dim", config.textWidth());
        return description;
    }

    /** Takes the gradients away: the engine adds to what a leaf still has, so each is copied and left as zero. */
    private static Parameters takeGradients(Parameters weights, NDManager manager) {
        var gradients = new LinkedHashMap<String, NDArray>();
        weights.tensors().forEach((name, weight) -> {
            try (NDArray accumulated = weight.getGradient()) {
                NDArray gradient = accumulated.duplicate();
                gradient.attach(manager);
                gradients.put(name, gradient);
                accumulated.subi(accumulated);
            }
        });
        return new Parameters(gradients);
    }

    private static double norm(Parameters gradients) {
        double squares = 0;
        for (NDArray gradient : gradients.tensors().values()) {
            try (NDArray norm = gradient.norm()) {
                double n = norm.getFloat();
                squares += n * n;
            }
        }
        return Math.sqrt(squares);
    }

    /** Means between reports, at most one report a second and one at the end. */
    private final class Progress {
        private long reportedStep;
        private long reportedAt = System.nanoTime();
        private double sum;

        Progress(long step) {
            reportedStep = step;
        }

        void add(long step, double loss) {
            sum += loss;
            long now = System.nanoTime();
            long total = config.training().steps();
            if (now - reportedAt < REPORT_EVERY_NANOS && step < total) {
                return;
            }
            long steps = step - reportedStep;
            double seconds = (now - reportedAt) / 1e9;
            listener.progressed(
                    step, total, sum / steps, steps * config.training().batch() / seconds);
            reportedStep = step;
            reportedAt = now;
            sum = 0;
        }
    }
}
