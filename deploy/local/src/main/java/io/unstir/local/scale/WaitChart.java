package io.unstir.local.scale;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How much longer than alone one job in a hundred takes, by how busy the samplers are; a line for each number of samplers. Seconds on a logarithmic scale. */
public final class WaitChart {
    private static final int WIDTH = 960;
    private static final int HEIGHT = 540;
    private static final int LEFT = 78;
    private static final int RIGHT = 24;
    private static final int TOP = 44;
    private static final int BOTTOM = 56;
    private static final double HEADROOM = 1.3;
    private static final double FIRST_LOAD = 0.2;
    private static final Color PAPER = Color.WHITE;
    private static final Color RULE = new Color(0xe6e6e6);
    private static final Color AXIS = new Color(0x555555);
    private static final List<Color> LINES =
            List.of(new Color(0xd1495b), new Color(0x305fa8), new Color(0x2e8b57), new Color(0xb8860b));
    private static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
    private static final Font LARGE = new Font(Font.SANS_SERIF, Font.BOLD, 16);

    private final List<Study.Line> lines;
    private final double lowest;
    private final double highest;
    private final Graphics2D pen;

    private WaitChart(List<Study.Line> lines, Graphics2D pen) {
        this.lines = lines;
        this.pen = pen;
        var waits = lines.stream()
                .mapToDouble(WaitChart::wait)
                .filter(wait -> wait > 0)
                .summaryStatistics();
        lowest = waits.getMin() / HEADROOM;
        highest = waits.getMax() * HEADROOM;
    }

    /** @param lines with at least one job that waited */
    public static BufferedImage of(String title, List<Study.Line> lines) {
        var image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        pen.setColor(PAPER);
        pen.fillRect(0, 0, WIDTH, HEIGHT);
        new WaitChart(lines, pen).draw(title);
        pen.dispose();
        return image;
    }

    private static double wait(Study.Line line) {
        return line.longer().p99();
    }

    private void draw(String title) {
        pen.setFont(LARGE);
        pen.setColor(AXIS);
        pen.drawString(title, LEFT, TOP - 16);
        pen.setFont(SMALL);
        waitAxis();
        loadAxis();
        var bySamplers = lines.stream()
                .filter(line -> wait(line) > 0)
                .collect(Collectors.groupingBy(Study.Line::samplers, TreeMap::new, Collectors.toList()));
        int place = 0;
        for (var samplers : bySamplers.entrySet()) {
            curve(samplers.getValue(), LINES.get(place % LINES.size()));
            legend(samplers.getKey(), place);
            place++;
        }
        pen.setColor(AXIS);
        pen.draw(new Rectangle2D.Double(LEFT, TOP, WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM));
    }

    private void curve(List<Study.Line> points, Color colour) {
        pen.setColor(colour);
        pen.setStroke(new BasicStroke(2.5f));
        var path = new Path2D.Double();
        for (var point : points) {
            double x = x(point.load());
            double y = y(wait(point));
            if (path.getCurrentPoint() == null) {
                path.moveTo(x, y);
            } else {
                path.lineTo(x, y);
            }
            pen.fill(new Ellipse2D.Double(x - 4, y - 4, 8, 8));
        }
        pen.draw(path);
        pen.setStroke(new BasicStroke(1));
    }

    private void legend(int samplers, int place) {
        double y = TOP + 24 + 22.0 * place;
        pen.setColor(LINES.get(place % LINES.size()));
        pen.fill(new Rectangle2D.Double(LEFT + 16, y - 6, 22, 4));
        pen.setColor(AXIS);
        pen.drawString(samplers + (samplers == 1 ? " sampler" : " samplers"), LEFT + 46, (float) y + 1);
    }

    /** Rules at 1, 2 and 5 of every power of ten. */
    private void waitAxis() {
        for (int power = -4; power < 6; power++) {
            for (int digit : new int[] {1, 2, 5}) {
                double wait = digit * Math.pow(10, power);
                if (wait >= lowest && wait <= highest) {
                    rule(new Line2D.Double(LEFT, y(wait), WIDTH - RIGHT, y(wait)));
                    String label = String.format(Locale.ROOT, "%." + Math.max(0, -power) + "f", wait);
                    pen.drawString(label, LEFT - 8 - pen.getFontMetrics().stringWidth(label), (float) y(wait) + 5);
                }
            }
        }
        pen.rotate(-Math.PI / 2);
        centre("seconds longer than alone, p99", -(TOP + (HEIGHT - TOP - BOTTOM) / 2.0), 22);
        pen.rotate(Math.PI / 2);
    }

    private void loadAxis() {
        for (int percent = (int) (100 * FIRST_LOAD); percent <= 100; percent += 10) {
            rule(new Line2D.Double(x(percent / 100.0), TOP, x(percent / 100.0), HEIGHT - BOTTOM));
            centre(percent + " %", x(percent / 100.0), HEIGHT - BOTTOM + 20);
        }
        centre("load, of what full runs can do", LEFT + (WIDTH - LEFT - RIGHT) / 2.0, HEIGHT - 12);
    }

    private void rule(Line2D line) {
        pen.setColor(RULE);
        pen.draw(line);
        pen.setColor(AXIS);
    }

    private void centre(String text, double x, double y) {
        pen.drawString(text, (float) (x - pen.getFontMetrics().stringWidth(text) / 2.0), (float) y);
    }

    private static double x(double load) {
        return LEFT + (WIDTH - LEFT - RIGHT) * (load - FIRST_LOAD) / (1 - FIRST_LOAD);
    }

    private double y(double wait) {
        double part = Math.log(wait / lowest) / Math.log(highest / lowest);
        return HEIGHT - BOTTOM - part * (HEIGHT - TOP - BOTTOM);
    }
}
