package io.unstir.local.image;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Many images on one sheet, each above its caption.
 *
 * @param columns images in a row
 * @param scale how many pixels on the sheet a pixel of an image is wide
 */
public record ContactSheet(int columns, int scale) {
    private static final int GAP = 8;
    private static final int FONT_SIZE = 12;
    private static final int CAPTION_LINES = 2;
    private static final int LINE = 15;

    /** One image, as PNG, and what stands below it. */
    public record Cell(byte[] png, String caption) {}

    public ContactSheet {
        if (columns < 1 || scale < 1) {
            throw new IllegalArgumentException(
                    "columns is " + columns + " and scale " + scale + ", both must be at least 1");
        }
    }

    /** A sheet of nothing but images. */
    public BufferedImage ofImages(List<byte[]> pngs) throws IOException {
        return drawn(pngs.stream().map(png -> new Cell(png, "")).toList());
    }

    /** The sheet as PNG; images of different sizes each get the room of the largest. */
    public byte[] png(List<Cell> cells) throws IOException {
        return Scale.encode(drawn(cells));
    }

    private BufferedImage drawn(List<Cell> cells) throws IOException {
        List<BufferedImage> images = new ArrayList<>();
        for (Cell cell : cells) {
            images.add(Scale.scaled(Scale.decode(cell.png()), scale));
        }
        int width = images.stream().mapToInt(BufferedImage::getWidth).max().orElse(1) + GAP;
        int below = cells.stream().allMatch(cell -> cell.caption().isEmpty()) ? 0 : CAPTION_LINES * LINE;
        int height = images.stream().mapToInt(BufferedImage::getHeight).max().orElse(1) + GAP + below;
        int wide = Math.min(columns, Math.max(1, cells.size()));
        int rows = Math.ceilDiv(cells.size(), wide);
        var sheet = new BufferedImage(wide * width + GAP, rows * height + GAP, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = pen(sheet);
        for (int i = 0; i < cells.size(); i++) {
            int x = GAP + i % wide * width;
            int y = GAP + i / wide * height;
            pen.drawImage(images.get(i), x, y, null);
            caption(pen, cells.get(i).caption(), x, y + images.get(i).getHeight() + LINE - 2, width - GAP);
        }
        pen.dispose();
        return sheet;
    }

    private static Graphics2D pen(BufferedImage sheet) {
        Graphics2D pen = sheet.createGraphics();
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        pen.setColor(Color.DARK_GRAY);
        pen.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, FONT_SIZE));
        pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        return pen;
    }

    private static void caption(Graphics2D pen, String caption, int x, int baseline, int width) {
        List<String> lines = wrap(caption, pen.getFontMetrics(), width);
        for (int i = 0; i < lines.size(); i++) {
            int left = (width - pen.getFontMetrics().stringWidth(lines.get(i))) / 2;
            pen.drawString(lines.get(i), x + Math.max(0, left), baseline + i * LINE);
        }
    }

    private static List<String> wrap(String caption, FontMetrics font, int width) {
        List<String> lines = new ArrayList<>();
        var line = new StringBuilder();
        for (String word : caption.split("\\s+")) {
            if (!line.isEmpty() && font.stringWidth(line + " " + word) > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        List<String> shown = new ArrayList<>(lines.subList(0, Math.min(CAPTION_LINES, lines.size())));
        if (lines.size() > CAPTION_LINES) {
            shown.set(CAPTION_LINES - 1, shown.getLast() + " …");
        }
        return shown.stream().map(text -> cut(text, font, width)).toList();
    }

    private static String cut(String text, FontMetrics font, int width) {
        String shorter = text;
        while (shorter.length() > 1 && font.stringWidth(shorter) > width) {
            shorter = shorter.substring(0, shorter.length() - 2) + "…";
        }
        return shorter;
    }
}
