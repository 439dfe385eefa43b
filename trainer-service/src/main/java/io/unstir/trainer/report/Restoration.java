package io.unstir.trainer.report;

import io.unstir.trainer.config.TrainingConfig;
import io.unstir.trainer.data.TrainingData;
import io.unstir.trainer.diffusion.NoiseSchedule;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/**
 * What a network that has seen one picture only is good for: the picture is noised up to some step, and the reverse process brings it
 * back. Shows the forward process as a strip, the reverse one as an animation, and says how close the restored pictures come.
 */
final class Restoration implements Report {
    /** As a share of T: step 180 of 300. */
    private static final double DEPTH = 0.6;

    private static final int SEEDS = 10;
    private static final int FRAMES = 45;
    private static final int STRIP = 7;
    private static final int GAP = 4;
    /** Of values in [-1, 1]. */
    private static final double PEAK = 2;

    private final NoiseSchedule schedule;
    private final AncestralSampling sampling;
    private final TrainingData data;
    private final GreyPicture pictures;

    Restoration(TrainingConfig config, TrainingData data) {
        schedule = config.diffusion().noiseSchedule();
        sampling = new AncestralSampling(schedule, config.diffusion().prediction());
        this.data = data;
        pictures = new GreyPicture(data.channels(), data.imageSize());
    }

    @Override
    public String write(Path onnx, Path folder) {
        double[] image = image();
        int depth = (int) Math.round(DEPTH * schedule.steps());
        var lines = new StringBuilder("restored from %d steps of noise, PSNR in dB:%n".formatted(depth));
        var psnr = new DoubleSummaryStatistics();
        var restored = new ArrayList<double[]>();
        try (var network = new ExportedNetwork(onnx, data.channels(), data.imageSize())) {
            for (int seed = 1; seed <= SEEDS; seed++) {
                var frames = new ArrayList<BufferedImage>();
                double[] result = restore(network, image, depth, seed, frames);
                restored.add(result);
                double close = psnr(image, result);
                psnr.accept(close);
                lines.append(String.format(Locale.ROOT, "  seed %2d  %5.1f%n", seed, close));
                if (seed == 1) {
                    new AnimatedGif(frames)
                            .write(Files.createDirectories(folder).resolve("reverse.gif"));
                }
            }
            ImageIO.write(strip(image), "png", folder.resolve("forward.png").toFile());
            ImageIO.write(
                    beside(image, depth, restored),
                    "png",
                    folder.resolve("restored.png").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("The restoration's pictures could not be written", e);
        }
        return lines.append(
                        String.format(Locale.ROOT, "  mean     %5.1f, worst %.1f%n", psnr.getAverage(), psnr.getMin()))
                .toString();
    }

    private double[] restore(
            ExportedNetwork network, double[] image, int depth, long seed, List<BufferedImage> frames) {
        double[] noisy = noised(image, depth - 1, seed);
        int every = Math.max(1, depth / FRAMES);
        return sampling.run(network::predict, noisy, depth - 1, seed, (t, x) -> {
            if (t < 0 || (depth - 1 - t) % every == 0) {
                frames.add(pictures.draw(x));
            }
        });
    }

    /** x_t = sqrt(abar_t) x0 + sqrt(1 - abar_t) epsilon. */
    private double[] noised(double[] image, int t, long seed) {
        var random = new SplittableRandom(-seed);
        double[] noisy = new double[image.length];
        for (int i = 0; i < noisy.length; i++) {
            noisy[i] = schedule.signal(t) * image[i] + schedule.noise(t) * random.nextGaussian();
        }
        return noisy;
    }

    private double[] image() {
        float[] image = new float[data.channels() * data.imageSize() * data.imageSize()];
        data.copyImage(0, image, 0);
        double[] values = new double[image.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = image[i];
        }
        return values;
    }

    /** Peak signal-to-noise ratio in dB of values in [-1, 1]; what lies outside is what the picture would show of it. */
    static double psnr(double[] image, double[] restored) {
        double squares = 0;
        for (int i = 0; i < image.length; i++) {
            double off = Math.clamp(restored[i], -1, 1) - image[i];
            squares += off * off;
        }
        return 10 * Math.log10(PEAK * PEAK * image.length / squares);
    }

    /** The picture, and what is left of it after a sixth, two sixths, ... of all steps. */
    private BufferedImage strip(double[] image) {
        var shown = new ArrayList<BufferedImage>();
        shown.add(pictures.draw(image));
        for (int i = 1; i < STRIP; i++) {
            shown.add(pictures.draw(noised(image, schedule.steps() * i / (STRIP - 1) - 1, 1)));
        }
        return row(shown);
    }

    /** The picture, its noised version, and what some seeds made of that. */
    private BufferedImage beside(double[] image, int depth, List<double[]> restored) {
        var shown = new ArrayList<BufferedImage>();
        shown.add(pictures.draw(image));
        shown.add(pictures.draw(noised(image, depth - 1, 1)));
        restored.stream().limit(STRIP - 2).map(pictures::draw).forEach(shown::add);
        return row(shown);
    }

    private BufferedImage row(List<BufferedImage> shown) {
        int side = pictures.side();
        var row = new BufferedImage(shown.size() * (side + GAP) - GAP, side, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = row.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, row.getWidth(), row.getHeight());
        for (int i = 0; i < shown.size(); i++) {
            graphics.drawImage(shown.get(i), i * (side + GAP), 0, null);
        }
        graphics.dispose();
        return row;
    }
}
