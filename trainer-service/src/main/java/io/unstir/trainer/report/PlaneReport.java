package io.unstir.trainer.report;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.unstir.trainer.config.DataSource.Points;
import io.unstir.trainer.config.TrainingConfig;
import io.unstir.trainer.data.PointSet;
import io.unstir.trainer.preview.Ddim;
import io.unstir.trainer.preview.SeededNoise;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/**
 * How well points of a known distribution were learned: distances of generated points to points that were held out, beside the
 * distances of two held-out sets to each other, which is as close as anything could come.
 */
final class PlaneReport implements Report {
    private static final int ROUNDS = 10;
    private static final int POINTS = 2000;
    private static final int STEPS = 50;
    /** In x and y, of every distribution's points. */
    private static final double FARTHEST = 1.25;
    /** Away from the seeds that training data were drawn with. */
    private static final long HELD_OUT = 1_000_003;

    private static final int SIDE = 360;
    /** Of the plane, from the middle of the picture to its edge. */
    private static final double REACH = 1.6;

    private final Points points;
    private final Ddim sampling;

    PlaneReport(TrainingConfig config, Points points) {
        this.points = points;
        sampling = new Ddim(config.diffusion().process(), config.diffusion().prediction(), FARTHEST, STEPS);
    }

    /** Means over rounds. */
    record Score(PlaneDistance distance, double generated, double heldOut) {
        double ratio() {
            return generated / heldOut;
        }

        String line() {
            return String.format(
                    Locale.ROOT,
                    "  %-18s  generated %.4f  held out %.4f  ratio %.2f%n",
                    distance.label(),
                    generated,
                    heldOut,
                    ratio());
        }
    }

    @Override
    public String write(Path onnx, Path folder) {
        var lines = new StringBuilder(
                "%d points in %d steps, %d times, against as many held out:%n".formatted(POINTS, STEPS, ROUNDS));
        List<double[]> generated = generated(onnx);
        for (PlaneDistance distance : PlaneDistance.values()) {
            lines.append(score(generated, distance).line());
        }
        try {
            Files.createDirectories(folder);
            ImageIO.write(
                    picture(heldOut(0), generated.getFirst()),
                    "png",
                    folder.resolve("points.png").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("The picture of the points could not be written", e);
        }
        return lines.toString();
    }

    /** Of what {@link #generated(Path)} gave. */
    Score score(List<double[]> rounds, PlaneDistance distance) {
        double generated = 0;
        double heldOut = 0;
        for (int round = 0; round < ROUNDS; round++) {
            double[] truth = heldOut(2 * round);
            generated += distance.between(rounds.get(round), truth);
            heldOut += distance.between(heldOut(2 * round + 1), truth);
        }
        return new Score(distance, generated / ROUNDS, heldOut / ROUNDS);
    }

    /** The points of every round. */
    List<double[]> generated(Path onnx) {
        try (var network = new ExportedNetwork(onnx, Points.CHANNELS, 1)) {
            return IntStream.range(0, ROUNDS)
                    .mapToObj(round -> generated(network, round))
                    .toList();
        }
    }

    private double[] generated(ExportedNetwork network, int round) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray noise = SeededNoise.of(new Shape(POINTS, Points.CHANNELS, 1, 1), round, manager);
            float[] sampled = sampling.sample(noise, network::predict).toFloatArray();
            double[] values = new double[sampled.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = sampled[i];
            }
            return values;
        }
    }

    private double[] heldOut(int set) {
        PointSet drawn =
                PointSet.draw(new Points(points.distribution(), POINTS, points.seed() + HELD_OUT * (set + 1L)));
        double[] values = new double[POINTS * Points.CHANNELS];
        float[] point = new float[Points.CHANNELS];
        for (int i = 0; i < POINTS; i++) {
            drawn.copyImage(i, point, 0);
            values[2 * i] = point[0];
            values[2 * i + 1] = point[1];
        }
        return values;
    }

    /** The truth on the left, what was learned on the right. */
    private static BufferedImage picture(double[] truth, double[] generated) {
        var picture = new BufferedImage(2 * SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, 2 * SIDE, SIDE);
        draw(graphics, truth, 0, new Color(0x33, 0x33, 0x33, 0x90));
        draw(graphics, generated, SIDE, new Color(0x1f, 0x6f, 0xb2, 0x90));
        graphics.dispose();
        return picture;
    }

    private static void draw(Graphics2D graphics, double[] points, int left, Color colour) {
        graphics.setColor(colour);
        graphics.setClip(left, 0, SIDE, SIDE);
        for (int i = 0; i < points.length; i += 2) {
            double x = left + SIDE * (0.5 + points[i] / (2 * REACH));
            double y = SIDE * (0.5 - points[i + 1] / (2 * REACH));
            graphics.fill(new Ellipse2D.Double(x - 1, y - 1, 2, 2));
        }
    }
}
