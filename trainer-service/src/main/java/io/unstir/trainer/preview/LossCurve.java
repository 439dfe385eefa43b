package io.unstir.trainer.preview;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Locale;

/** The loss of every step as a picture: each as a faint dot and, through them, a moving average; the loss on a logarithmic scale. */
final class LossCurve {
    private static final int WIDTH = 960;
    private static final int HEIGHT = 540;
    private static final int LEFT = 78;
    private static final int RIGHT = 24;
    private static final int TOP = 44;
    private static final int BOTTOM = 56;
    private static final int SMOOTHED_PARTS = 100;
    private static final int MOST_DOTS = 20_000;
    private static final double HEADROOM = 1.15;
    private static final Color PAPER = Color.WHITE;
    private static final Color RULE = new Color(0xe6e6e6);
    private static final Color AXIS = new Color(0x555555);
    private static final Color DOT = new Color(0x30, 0x5f, 0xa8, 0x38);
    private static final Color LINE = new Color(0xd1495b);
    private static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
    private static final Font LARGE = new Font(Font.SANS_SERIF, Font.BOLD, 16);

    private final long[] steps;
    private final double[] losses;
    private final double lowest;
    private final double highest;
    private final Graphics2D pen;

    private LossCurve(long[] steps, double[] losses, Graphics2D pen) {
        this.steps = steps;
        this.losses = losses;
        this.pen = pen;
        double[] sorted =
                Arrays.stream(losses).filter(loss -> loss > 0).sorted().toArray();
        // A handful of outliers must not squeeze the curve.
        double low = sorted.length == 0 ? 0.1 : sorted[sorted.length / 500];
        double high = sorted.length == 0 ? 1 : sorted[sorted.length - 1 - sorted.length / 500];
        lowest = low / HEADROOM;
        highest = high * HEADROOM;
    }

    /**
     * @param title on top
     * @param steps rising, counted from 1
     * @param losses of each step
     */
    static BufferedImage of(String title, long[] steps, double[] losses) {
        var image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        pen.setColor(PAPER);
        pen.fillRect(0, 0, WIDTH, HEIGHT);
        new LossCurve(steps, losses, pen).draw(title);
        pen.dispose();
        return image;
    }

    private void draw(String title) {
        pen.setFont(LARGE);
        pen.setColor(AXIS);
        pen.drawString(title, LEFT, TOP - 16);
        pen.setFont(SMALL);
        lossAxis();
        stepAxis();
        pen.setClip(LEFT, TOP, WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM);
        dots();
        line();
        pen.setClip(null);
        pen.setColor(AXIS);
        pen.draw(new Rectangle2D.Double(LEFT, TOP, WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM));
    }

    /** Rules at 1, 2 and 5 of every power of ten; at every whole digit where that leaves fewer than three. */
    private void lossAxis() {
        int[] digits = rules(1, 2, 5) < 3 ? new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9} : new int[] {1, 2, 5};
        for (int power = -9; power < 9; power++) {
            for (int digit : digits) {
                double loss = digit * Math.pow(10, power);
                if (loss >= lowest && loss <= highest) {
                    rule(new Line2D.Double(LEFT, y(loss), WIDTH - RIGHT, y(loss)));
                    String label = power < 0
                            ? String.format(Locale.ROOT, "%." + -power + "f", loss)
                            : String.format(Locale.ROOT, "%.0f", loss);
                    right(label, LEFT - 8, y(loss) + 5);
                }
            }
        }
        pen.rotate(-Math.PI / 2);
        centre("loss", -(TOP + (HEIGHT - TOP - BOTTOM) / 2.0), 22);
        pen.rotate(Math.PI / 2);
    }

    private int rules(int... digits) {
        int count = 0;
        for (int power = -9; power < 9; power++) {
            for (int digit : digits) {
                double loss = digit * Math.pow(10, power);
                count += loss >= lowest && loss <= highest ? 1 : 0;
            }
        }
        return count;
    }

    private void stepAxis() {
        long last = last();
        double rough = Math.max(1, last / 6.0);
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double unit = rough / power;
        long apart = (long) (power * (unit <= 1 ? 1 : unit <= 2 ? 2 : unit <= 5 ? 5 : 10));
        for (long step = 0; step <= last; step += apart) {
            rule(new Line2D.Double(x(step), TOP, x(step), HEIGHT - BOTTOM));
            centre(String.format(Locale.ROOT, "%,d", step), x(step), HEIGHT - BOTTOM + 20);
        }
        centre("step", LEFT + (WIDTH - LEFT - RIGHT) / 2.0, HEIGHT - 12);
    }

    private void dots() {
        pen.setColor(DOT);
        int every = Math.max(1, steps.length / MOST_DOTS);
        double size = steps.length > 2000 ? 2 : 4;
        for (int i = 0; i < steps.length; i += every) {
            if (losses[i] > 0) {
                pen.fill(new Rectangle2D.Double(x(steps[i]) - size / 2, y(losses[i]) - size / 2, size, size));
            }
        }
    }

    /** An exponential average over a hundredth of the run, without a bias towards its beginning. */
    private void line() {
        double keep = 1 - 1 / Math.max(1.0, (double) steps.length / SMOOTHED_PARTS);
        double sum = 0;
        double weight = 0;
        var line = new Path2D.Double();
        for (int i = 0; i < steps.length; i++) {
            sum = keep * sum + losses[i];
            weight = keep * weight + 1;
            double y = y(sum / weight);
            if (i == 0) {
                line.moveTo(x(steps[i]), y);
            } else {
                line.lineTo(x(steps[i]), y);
            }
        }
        pen.setColor(LINE);
        pen.setStroke(new BasicStroke(2.4f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        pen.draw(line);
        pen.setStroke(new BasicStroke(1));
    }

    private void rule(Line2D line) {
        pen.setColor(RULE);
        pen.draw(line);
        pen.setColor(AXIS);
    }

    private void right(String text, double x, double y) {
        pen.drawString(text, (float) (x - pen.getFontMetrics().stringWidth(text)), (float) y);
    }

    private void centre(String text, double x, double y) {
        pen.drawString(text, (float) (x - pen.getFontMetrics().stringWidth(text) / 2.0), (float) y);
    }

    private long last() {
        return steps.length == 0 ? 1 : steps[steps.length - 1];
    }

    private double x(long step) {
        return LEFT + (double) step / last() * (WIDTH - LEFT - RIGHT);
    }

    private double y(double loss) {
        double share = Math.log(loss / lowest) / Math.log(highest / lowest);
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
    }
}
