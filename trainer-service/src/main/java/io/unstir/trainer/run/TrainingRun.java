package io.unstir.trainer.run;

import ai.djl.ndarray.NDManager;
import ai.onnx.proto.OnnxMl.ModelProto;
import io.unstir.trainer.bundle.Bundle;
import io.unstir.trainer.bundle.TrainedNetwork;
import io.unstir.trainer.config.TrainingConfig;
import io.unstir.trainer.config.TrainingConfig.MlpShape;
import io.unstir.trainer.config.TrainingConfig.PlainUNetShape;
import io.unstir.trainer.config.TrainingConfig.UNetShape;
import io.unstir.trainer.data.TrainingData;
import io.unstir.trainer.diffusion.ForwardProcess;
import io.unstir.trainer.diffusion.Objective;
import io.unstir.trainer.diffusion.VariationalBound;
import io.unstir.trainer.export.OnnxExport;
import io.unstir.trainer.export.OnnxWeights;
import io.unstir.trainer.export.Parity;
import io.unstir.trainer.network.Mlp;
import io.unstir.trainer.network.Network;
import io.unstir.trainer.network.PlainUNet;
import io.unstir.trainer.network.Ports;
import io.unstir.trainer.network.UNet;
import io.unstir.trainer.optimizer.Parameters;
import io.unstir.trainer.preview.Previews;
import io.unstir.trainer.run.Checkpoints.State;
import io.unstir.trainer.tensor.DjlOps;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Trains a network, resuming where an earlier run of the same folder stopped, and exports it. Weights are a function of the
 * configuration and the data: every step draws its batch, timesteps and noise from the seed and its own number.
 */
public final class TrainingRun {
    private static final int EVALUATED_BATCHES = 16;
    private static final int KEPT_CHECKPOINTS = 2;

    private final TrainingConfig config;
    private final TrainingData data;
    private final Path folder;
    private final TrainingListener listener;
    private final Network network;
    private final ForwardProcess process;
    private final Batches batches;
    private final LearningStep learning;
    private final Previews previews;
    private final Optional<Bundle> start;

    /** A run that begins with weights drawn from the seed. */
    public TrainingRun(TrainingConfig config, TrainingData data, Path folder, TrainingListener listener) {
        this(config, data, folder, listener, Optional.empty());
    }

    /**
     * @param folder where checkpoints and the exported graph are kept; a run's own
     * @param start the checkpoint whose weights it begins with
     */
    public TrainingRun(
            TrainingConfig config, TrainingData data, Path folder, TrainingListener listener, Optional<Bundle> start) {
        this.config = config;
        this.data = data;
        this.folder = folder;
        this.listener = listener;
        this.start = start;
        network = network(config, data);
        process = config.diffusion().process();
        var training = config.training();
        batches = new Batches(
                data,
                training.batch(),
                training.conditioningDropout(),
                new Augmentation(training.horizontalFlip(), training.colourJitter()),
                process.steps(),
                training.seed());
        learning = new LearningStep(training, network, objective(config, process), batches);
        previews = new Previews(config, network, data, folder);
    }

    private static Network network(TrainingConfig config, TrainingData data) {
        int outputs = config.diffusion().learnedVariance() ? 2 * data.channels() : data.channels();
        var ports = new Ports(data.channels(), outputs, data.conditioning());
        return switch (config.network()) {
            case UNetShape shape -> new UNet(shape.sizes(), ports);
            case PlainUNetShape shape -> new PlainUNet(shape.channels(), ports);
            case MlpShape shape -> new Mlp(shape.width(), shape.blocks(), ports);
        };
    }

    private static Objective objective(TrainingConfig config, ForwardProcess process) {
        var diffusion = config.diffusion();
        var bound = diffusion.learnedVariance()
                ? Optional.of(new VariationalBound(diffusion.noiseSchedule(), diffusion.prediction()))
                : Optional.<VariationalBound>empty();
        return new Objective(process, diffusion.prediction(), config.training().weighting(), bound);
    }

    /** Steps that a run of this folder would not have to do again. */
    public static long stepsDone(Path folder) {
        List<Long> steps = checkpoints(folder).steps();
        return steps.isEmpty() ? 0 : steps.getLast();
    }

    private static Checkpoints checkpoints(Path folder) {
        return new Checkpoints(folder.resolve("checkpoints"), KEPT_CHECKPOINTS);
    }

    /**
     * Trains to the configured number of steps.
     *
     * @param stopRequested asked before every step; when it says true the state is saved, unless the loss is on its way up, and the
     *     run returns empty
     * @throws TrainingException when the loss is no number or the exported graph differs from the trained network
     */
    public Optional<TrainedNetwork> run(BooleanSupplier stopRequested) {
        var checkpoints = checkpoints(folder);
        try (NDManager manager = NDManager.newBaseManager()) {
            Optional<State> saved = checkpoints.newest(manager);
            Learner learner = saved.map(state -> Learner.resumed(config.training(), state, folder))
                    .orElseGet(() -> begun(manager));
            long step = saved.map(State::step).orElse(0L);
            long total = config.training().steps();
            listener.started(step, total, learner.weights().count());
            if (!train(learner, step, checkpoints, stopRequested, manager)) {
                return Optional.empty();
            }
            Parameters published = learner.averages().published(total, manager);
            return Optional.of(export(published, total, evaluate(published, manager), manager));
        }
    }

    private Learner begun(NDManager manager) {
        return start.map(bundle -> Learner.from(weights(bundle, manager), config.training(), network, folder, manager))
                .orElseGet(() -> Learner.fresh(config.training(), network, folder, manager));
    }

    private Parameters weights(Bundle bundle, NDManager manager) {
        try (var graph = Files.newInputStream(bundle.unet())) {
            return OnnxWeights.of(ModelProto.parseFrom(graph)).of(network.parameters(), manager);
        } catch (IOException e) {
            throw new UncheckedIOException("The graph of " + bundle.name() + " could not be read", e);
        } catch (IllegalArgumentException e) {
            throw new TrainingException(
                    "other-network",
                    "start_from: %s is of another network: %s".formatted(bundle.name(), e.getMessage()));
        }
    }

    /** Whether it came to the end. */
    private boolean train(
            Learner learner, long done, Checkpoints checkpoints, BooleanSupplier stopRequested, NDManager manager) {
        var training = config.training();
        var progress = new ProgressReports(listener, done, training.steps(), training.imagesPerStep());
        try (var ops = DjlOps.training(manager, learner.weights().tensors());
                var feed = new BatchFeed(batches, done * training.accumulate());
                var log = LossLog.resume(folder, done)) {
            var guard = LossGuard.after(log.read().losses(), training.spikeLimit());
            for (long step = done; step < training.steps(); ) {
                if (stopRequested.getAsBoolean()) {
                    if (guard.isCalm()) {
                        keep(learner, step, checkpoints, log);
                    }
                    return false;
                }
                LearningStep.Outcome outcome = learning.learn(learner, ops, feed, step, manager);
                step++;
                log.add(step, outcome.loss());
                listener.stepped(step, outcome.times());
                progress.add(step, outcome.loss());
                guard.add(step, outcome.loss());
                if (guard.isCalm()) {
                    learner.averages().keep(step);
                    if (step % training.checkpointEvery() == 0 || step == training.steps()) {
                        keep(learner, step, checkpoints, log);
                    }
                }
                if (isSampledAt(step)) {
                    long begin = System.nanoTime();
                    sample(learner, step, log, manager);
                    progress.skip(System.nanoTime() - begin);
                }
            }
        }
        return true;
    }

    private static void keep(Learner learner, long step, Checkpoints checkpoints, LossLog log) {
        log.force();
        checkpoints.write(learner.state(step));
    }

    private boolean isSampledAt(long step) {
        int every = config.training().samplesEvery();
        return every > 0 && (step % every == 0 || step == config.training().steps());
    }

    private void sample(Learner learner, long step, LossLog log, NDManager parent) {
        try (NDManager manager = parent.newSubManager()) {
            LossLog.Losses losses = log.read();
            Parameters weights = learner.averages().published(step, manager);
            listener.sampled(step, previews.draw(step, weights, losses.steps(), losses.losses(), manager));
        }
    }

    /** Mean loss of the weights over batches after the last trained one, with their noise: the same for the same weights. */
    private double evaluate(Parameters weights, NDManager parent) {
        long first = (long) config.training().steps() * config.training().accumulate();
        double sum = 0;
        try (var ops = new DjlOps(parent, weights.tensors())) {
            for (long pass = first; pass < first + EVALUATED_BATCHES; pass++) {
                try (NDManager manager = parent.newSubManager()) {
                    Batches.Batch batch = batches.rows(pass).tensors(manager);
                    sum += learning.loss(ops, batch, pass, manager).getFloat();
                }
            }
        }
        return sum / EVALUATED_BATCHES;
    }

    private TrainedNetwork export(Parameters weights, long steps, double loss, NDManager manager) {
        byte[] onnx = new OnnxExport(network, data.imageSize()).export(weights);
        double difference =
                new Parity(network, data.imageSize(), process.steps()).largestDifference(onnx, weights, manager);
        if (difference > Parity.LIMIT) {
            throw new TrainingException(
                    "parity",
                    String.format(
                            Locale.ROOT,
                            "The exported graph differs from the trained network by %.2e; the limit is %.0e",
                            difference,
                            Parity.LIMIT));
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
}
