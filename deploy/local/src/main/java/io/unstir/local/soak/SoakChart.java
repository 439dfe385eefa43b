package io.unstir.local.soak;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;

/** Four pictures of one soak, minutes to the right: heaps, private memory, threads and handles of each process from 0 up. The warm-up is grey. */
public final class SoakChart {
    private static final int WIDTH = 960;
    private static final int HEIGHT = 640;
    private static final int MARGIN = 54;
    private static final int GAP = 22;
    private static final List<Quantity> PICTURES =
            List.of(Quantity.HEAP, Quantity.MEMORY, Quantity.THREADS, Quantity.HANDLES);
    private static final int COLUMNS = 2;
    private static final int RULES = 4;
    private static final double HEADROOM = 1.05;
    private static final List<Double> STEPS = List.of(1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 7.5);
    private static final Color RULE = new Color(0xe6e6e6);
    private static final Color WARM_UP = new Color(0xf3f3f3);
    private static final Color AXIS = new Color(0x555555);
    private static final List<Color> LINES = List.of(
            new Color(0xd1495b),
            new Color(0x305fa8),
            new Color(0x2e8b57),
            new Color(0xb8860b),
            new Color(0x6a4c93),
            new Color(0x1b998b));
    private static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    private static final Font LARGE = new Font(Font.SANS_SERIF, Font.BOLD, 14);

    private final SoakReport report;
    private final List<String> subjects;
    private final Graphics2D pen;

    private SoakChart(SoakReport report, Graphics2D pen) {
        this.report = report;
        this.pen = pen;
        subjects = report.series().keySet().stream()
                .filter(gauge -> gauge.quantity() == Quantity.MEMORY)
                .map(Gauge::subject)
                .toList();
    }

    public static BufferedImage of(SoakReport report) {
        var image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, WIDTH, HEIGHT);
        new SoakChart(report, pen).draw();
        pen.dispose();
        return image;
    }

    private void draw() {
        double width = (WIDTH - MARGIN * COLUMNS - GAP) / (double) COLUMNS;
        double height = (HEIGHT - MARGIN * COLUMNS - GAP) / (double) COLUMNS;
        for (int place = 0; place < PICTURES.size(); place++) {
            double left = MARGIN + (place % COLUMNS) * (width + MARGIN);
            double top = MARGIN / 2.0 + (place / COLUMNS) * (height + MARGIN);
            picture(PICTURES.get(place), new Rectangle2D.Double(left, top, width, height));
        }
        legend();
    }

    private void picture(Quantity quantity, Rectangle2D frame) {
        double most = RULES
                * step(report.series().entrySet().stream()
                        .filter(each -> each.getKey().quantity() == quantity)
                        .flatMap(each -> each.getValue().points().stream())
                        .mapToDouble(Series.Point::value)
                        .max()
                        .orElse(RULES));
        pen.setColor(WARM_UP);
        pen.fill(new Rectangle2D.Double(
                frame.getX(), frame.getY(), x(report.warmUp().toMinutes(), frame) - frame.getX(), frame.getHeight()));
        axes(quantity, frame, most);
        report.series().forEach((gauge, series) -> {
            if (gauge.quantity() == quantity) {
                pen.setColor(LINES.get(subjects.indexOf(gauge.subject()) % LINES.size()));
                curve(series, frame, most);
            }
        });
        pen.setColor(AXIS);
        pen.draw(frame);
    }

    /** From rule to rule: ten, or a part of ten by which one counts, so often that all have room. */
    private static double step(double most) {
        double least = HEADROOM * most / RULES;
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        return STEPS.stream()
                .mapToDouble(step -> step * power)
                .filter(step -> step >= least)
                .findFirst()
                .orElse(10 * power);
    }

    private void axes(Quantity quantity, Rectangle2D frame, double most) {
        pen.setFont(SMALL);
        for (int rule = 0; rule <= RULES; rule++) {
            double y = y(most * rule / RULES, frame, most);
            pen.setColor(RULE);
            pen.draw(new Line2D.Double(frame.getX(), y, frame.getMaxX(), y));
            pen.setColor(AXIS);
            String label = String.format(Locale.ROOT, "%.0f", most * rule / RULES);
            pen.drawString(
                    label, (float) frame.getX() - 6 - pen.getFontMetrics().stringWidth(label), (float) y + 4);
            String minute = Long.toString(report.length().toMinutes() * rule / RULES);
            pen.drawString(
                    minute,
                    (float) (frame.getX()
                            + frame.getWidth() * rule / RULES
                            - pen.getFontMetrics().stringWidth(minute) / 2.0),
                    (float) frame.getMaxY() + 16);
        }
        pen.setFont(LARGE);
        pen.drawString(quantity.label(), (float) frame.getX(), (float) frame.getY() - 8);
    }

    private void curve(Series series, Rectangle2D frame, double most) {
        pen.setStroke(new BasicStroke(1.8f));
        var path = new Path2D.Double();
        for (var point : series.points()) {
            if (path.getCurrentPoint() == null) {
                path.moveTo(x(point.minutes(), frame), y(point.value(), frame, most));
            } else {
                path.lineTo(x(point.minutes(), frame), y(point.value(), frame, most));
            }
        }
        pen.draw(path);
        pen.setStroke(new BasicStroke(1));
    }

    private void legend() {
        pen.setFont(SMALL);
        double x = MARGIN;
        double y = HEIGHT - GAP;
        for (String subject : subjects) {
            pen.setColor(LINES.get(subjects.indexOf(subject) % LINES.size()));
            pen.fill(new Rectangle2D.Double(x, y - 6, 20, 4));
            pen.setColor(AXIS);
            pen.drawString(subject, (float) x + 26, (float) y);
            x += 46 + pen.getFontMetrics().stringWidth(subject);
        }
        pen.drawString("minutes", (float) x + 20, (float) y);
    }

    private double x(double minutes, Rectangle2D frame) {
        return frame.getX()
                + frame.getWidth() * Math.min(1, minutes / report.length().toMinutes());
    }

    private static double y(double value, Rectangle2D frame, double most) {
        return frame.getMaxY() - frame.getHeight() * value / most;
    }
}
