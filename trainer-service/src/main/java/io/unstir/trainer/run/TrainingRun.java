package io.unstir.trainer.run;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import io.unstir.trainer.bundle.TrainedNetwork;
import io.unstir.trainer.config.TrainingConfig;
import io.unstir.trainer.config.TrainingConfig.Average;
import io.unstir.trainer.config.TrainingConfig.MlpShape;
import io.unstir.trainer.config.TrainingConfig.PlainUNetShape;
import io.unstir.trainer.config.TrainingConfig.UNetShape;
import io.unstir.trainer.data.TrainingData;
import io.unstir.trainer.diffusion.ForwardProcess;
import io.unstir.trainer.diffusion.Objective;
import io.unstir.trainer.diffusion.VariationalBound;
import io.unstir.trainer.export.OnnxExport;
import io.unstir.trainer.export.Parity;
import io.unstir.trainer.network.Mlp;
import io.unstir.trainer.network.Network;
import io.unstir.trainer.network.PlainUNet;
import io.unstir.trainer.network.UNet;
import io.unstir.trainer.network.UNetConfig;
import io.unstir.trainer.optimizer.AdamW;
import io.unstir.trainer.optimizer.MovingAverage;
import io.unstir.trainer.optimizer.Parameters;
import io.unstir.trainer.optimizer.PowerAverage;
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
import java.util.function.Function;

/**
 * Trains a network, resuming where an earlier run of the same folder stopped, and exports it. Weights are a function of the
 * configuration and the data: every step draws its batch, timesteps and noise from the seed and its own number.
 */
public final class TrainingRun {
    private static final long REPORT_EVERY_NANOS = 1_000_000_000L;
    private static final int EVALUATED_BATCHES = 16;
    private static final int KEPT_CHECKPOINTS = 2;

    private final TrainingConfig config;
    private final TrainingData data;
    private final Path folder;
    private final TrainingListener listener;
    private final Network network;
    private final ForwardProcess process;
    private final Objective objective;
    private final Batches batches;

    /** @param folder where checkpoints and the exported graph are kept; a run's own */
    public TrainingRun(TrainingConfig config, TrainingData data, Path folder, TrainingListener listener) {
        this.config = config;
        this.data = data;
        this.folder = folder;
        this.listener = listener;
        network = network(config, data);
        process = config.diffusion().process();
        objective = objective(config, process);
        var training = config.training();
        batches = new Batches(
                data,
                training.batch(),
                training.conditioningDropout(),
                new Augmentation(training.horizontalFlip(), training.colourJitter()),
                process.steps(),
                training.seed());
    }

    private static Network network(TrainingConfig config, TrainingData data) {
        int channels = data.channels();
        int outputs = config.diffusion().learnedVariance() ? 2 * channels : channels;
        return switch (config.network()) {
            case UNetShape shape ->
                new UNet(new UNetConfig(
                        channels,
                        outputs,
                        shape.channels(),
                        shape.blocks(),
                        shape.attentionLevels(),
                        shape.heads(),
                        shape.dropout(),
                        data.conditioning(),
                        shape.timeConditioning()));
            case PlainUNetShape shape -> new PlainUNet(channels, outputs, shape.channels(), data.conditioning());
            case MlpShape shape -> new Mlp(channels, outputs, shape.width(), shape.blocks());
        };
    }

    private static Objective objective(TrainingConfig config, ForwardProcess process) {
        var diffusion = config.diffusion();
        var bound = diffusion.learnedVariance()
                ? Optional.of(new VariationalBound(diffusion.noiseSchedule(), diffusion.prediction()))
                : Optional.<VariationalBound>empty();
        return new Objective(process, diffusion.prediction(), config.training().weighting(), bound);
    }

    /** A learner's tensors: weights, Adam's moments and the moving averages. */
    private record Learner(Parameters weights, AdamW optimizer, Averages averages) {
        State state(long step) {
            var sets = new LinkedHashMap<String, Parameters>();
            sets.put("weights", weights);
            sets.put("mean", optimizer.mean());
            sets.put("variance", optimizer.variance());
            sets.putAll(averages.sets());
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
        var checkpoints = new Checkpoints(folder.resolve("checkpoints"), KEPT_CHECKPOINTS);
        try (NDManager manager = NDManager.newBaseManager()) {
            Optional<State> saved = checkpoints.newest(manager);
            Learner learner = saved.map(this::resumed).orElseGet(() -> fresh(manager));
            long step = saved.map(State::step).orElse(0L);
            long total = config.training().steps();
            listener.started(step, total, learner.weights().count());
            var progress = new Progress(step);
            var guard = new LossGuard(config.training().spikeLimit());
            try (var ops = DjlOps.training(manager, learner.weights().tensors())) {
                while (step < total) {
                    if (stopRequested.getAsBoolean()) {
                        checkpoints.write(learner.state(step));
                        return Optional.empty();
                    }
                    double loss = learn(learner, ops, step, manager);
                    step++;
                    progress.add(step, loss);
                    guard.add(step, loss);
                    boolean due = step % config.training().checkpointEvery() == 0 && guard.isCalm();
                    if (due || step == total) {
                        checkpoints.write(learner.state(step));
                    }
                }
            }
            Parameters published = learner.averages().published(step, manager);
            return Optional.of(export(published, step, evaluate(published, manager), manager));
        }
    }

    /** One optimizer step, numbered from 0; returns its loss. */
    private double learn(Learner learner, DjlOps ops, long step, NDManager parent) {
        Parameters weights = learner.weights();
        var training = config.training();
        try (NDManager manager = parent.newSubManager()) {
            double loss = 0;
            weights.requireGradient(true);
            for (int pass = 0; pass < training.accumulate(); pass++) {
                // The engine adds up gradients of several backward passes.
                loss += backward(ops, step * training.accumulate() + pass, manager);
            }
            loss /= training.accumulate();
            Parameters gradient = takeGradients(weights, manager);
            weights.requireGradient(false);
            double norm = norm(gradient) / training.accumulate();
            if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
                throw new TrainingException(
                        "loss-not-finite",
                        "Step %d: loss %s, gradient norm %s; the last checkpoint is kept".formatted(step, loss, norm));
            }
            double clip = Math.min(1, training.gradientClip() / Math.max(norm, 1e-12));
            learner.optimizer()
                    .update(
                            weights,
                            gradient,
                            (float) (clip / training.accumulate()),
                            training.learningRate().at(step + 1),
                            step + 1);
            learner.averages().update(weights, step + 1);
            return loss;
        }
    }

    /** Forward and backward of one batch; returns its loss. */
    private double backward(DjlOps ops, long pass, NDManager parent) {
        try (NDManager manager = parent.newSubManager();
                GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
            NDArray loss = loss(ops, pass, manager);
            gradients.backward(loss);
            return loss.getFloat();
        }
    }

    private NDArray loss(DjlOps ops, long pass, NDManager manager) {
        Batches.Batch batch = batches.at(pass, manager);
        Engine.getInstance().setRandomSeed(batches.noiseSeed(pass));
        NDArray noise = manager.randomNormal(batch.images().getShape());
        return objective.loss(
                batch.images(), noise, batch.timesteps(), (x, t) -> network.apply(ops, x, t, batch.condition()));
    }

    /** Mean loss of the weights over batches after the last trained one, with their noise: the same for the same weights. */
    private double evaluate(Parameters weights, NDManager parent) {
        long first = (long) config.training().steps() * config.training().accumulate();
        double sum = 0;
        for (long pass = first; pass < first + EVALUATED_BATCHES; pass++) {
            try (NDManager manager = parent.newSubManager();
                    DjlOps ops = new DjlOps(manager, weights.tensors())) {
                sum += loss(ops, pass, manager).getFloat();
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
                _ -> weights.copy());
    }

    private Learner resumed(State state) {
        Map<String, Parameters> sets = state.sets();
        return learner(sets.get("weights"), sets.get("mean"), sets.get("variance"), sets::get);
    }

    private Learner learner(
            Parameters weights, Parameters mean, Parameters variance, Function<String, Parameters> averages) {
        return new Learner(
                weights,
                new AdamW(mean, variance, config.training().weightDecay()),
                switch (config.training().average()) {
                    case Average.Exponential(double decay) ->
                        new Averages.Exponential(new MovingAverage(averages.apply(Averages.Exponential.SET), decay));
                    case Average.PostHoc(double width, int every) ->
                        new Averages.PostHoc(
                                PowerAverage.ofWidth(
                                        averages.apply(Averages.PostHoc.NARROW), Averages.PostHoc.NARROW_WIDTH),
                                PowerAverage.ofWidth(
                                        averages.apply(Averages.PostHoc.WIDE), Averages.PostHoc.WIDE_WIDTH),
                                new Checkpoints(folder.resolve("snapshots"), Integer.MAX_VALUE),
                                width,
                                every);
                });
    }

    private TrainedNetwork export(Parameters weights, long steps, double loss, NDManager manager) {
        byte[] onnx = new OnnxExport(network, data.imageSize()).export(weights);
        double difference =
                new Parity(network, data.imageSize(), process.steps()).largestDifference(onnx, weights, manager);
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
                steps * config.training().imagesPerStep(),
                loss,
                difference,
                weights.count(),
                network.description());
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
                    step, total, sum / steps, steps * config.training().imagesPerStep() / seconds);
            reportedStep = step;
            reportedAt = now;
            sum = 0;
        }
    }
}
