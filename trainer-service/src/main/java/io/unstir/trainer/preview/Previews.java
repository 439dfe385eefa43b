package io.unstir.trainer.preview;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.unstir.trainer.config.TrainingConfig;
import io.unstir.trainer.data.TrainingData;
import io.unstir.trainer.network.Network;
import io.unstir.trainer.optimizer.Parameters;
import io.unstir.trainer.tensor.DjlOps;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import javax.imageio.ImageIO;

/**
 * Draws what a run has learned so far. Noise and conditions are the same each time, so that pictures of one run show one thing
 * growing; nothing is drawn from the engine's generator, so the training doesn't notice.
 */
public final class Previews {
    private static final int IMAGES = 16;
    private static final int POINTS = 1024;
    private static final int STEPS = 20;
    private static final double IMAGE_REACH = 1;

    private final TrainingConfig config;
    private final Network network;
    private final TrainingData data;
    private final Path folder;
    private final Ddim ddim;

    /** @param folder where {@code samples/step-000500.png} and {@code loss.png} go */
    public Previews(TrainingConfig config, Network network, TrainingData data, Path folder) {
        this.config = config;
        this.network = network;
        this.data = data;
        this.folder = folder;
        var diffusion = config.diffusion();
        ddim = new Ddim(diffusion.process(), diffusion.prediction(), IMAGE_REACH, Math.min(STEPS, diffusion.steps()));
    }

    /**
     * @param weights to sample with
     * @param steps that have a loss, rising
     * @param losses of each of them
     */
    public Preview draw(long step, Parameters weights, long[] steps, double[] losses, NDManager manager) {
        Path samples = folder.resolve("samples").resolve("step-%06d.png".formatted(step));
        write(samples, Grid.of(sample(weights, manager), data.channels(), data.imageSize()));
        Path lossCurve = folder.resolve("loss.png");
        write(lossCurve, LossCurve.of(config.model() + "@" + config.version(), steps, losses));
        return new Preview(samples, lossCurve);
    }

    private float[] sample(Parameters weights, NDManager parent) {
        int count = data.channels() == 2 ? POINTS : IMAGES;
        long seed = config.training().seed();
        try (NDManager manager = parent.newSubManager();
                DjlOps ops = new DjlOps(manager, weights.tensors())) {
            var shape = new Shape(count, data.channels(), data.imageSize(), data.imageSize());
            NDArray noise = SeededNoise.of(shape, seed, manager);
            Optional<NDArray> told = Conditions.of(data, count, seed, manager);
            var denoiser = new Denoiser(network, ops, told, guidance(count, manager));
            return ddim.sample(noise, denoiser).toFloatArray();
        }
    }

    /** None for a network that was never left without its condition, and so does not know what that is. */
    private Optional<Denoiser.Guidance> guidance(int count, NDManager manager) {
        double scale = config.sampling().guidanceScale();
        boolean learned = config.training().conditioningDropout() > 0;
        return scale == 1 || !learned
                ? Optional.empty()
                : Conditions.none(data, count, manager).map(none -> new Denoiser.Guidance(none, scale));
    }

    /** The file appears whole or not at all. */
    private static void write(Path file, BufferedImage image) {
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        try {
            Files.createDirectories(file.getParent());
            ImageIO.write(image, "png", partial.toFile());
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(file.getFileName() + " could not be written", e);
        }
    }
}
