package io.unstir.local.terminal;

import java.awt.image.BufferedImage;
import java.util.List;

/**
 * Where pictures of one size stand beside and below each other so that they are as large as the room allows.
 *
 * @param width of one picture, in pixels of the terminal
 */
record Tiles(Cell cell, int columns, int rows, int width, int height) {
    /** Smaller ones show nothing. */
    private static final int SMALLEST = 8;

    /**
     * @param count how many pictures there may be
     * @param pixelsWide of one picture, as it is
     * @param widest of all of them, in characters
     * @param highest of all of them, in lines
     */
    static Tiles fitting(Painter painter, int count, int pixelsWide, int pixelsHigh, int widest, int highest) {
        Cell cell = painter.cell();
        Tiles best = null;
        for (int columns = 1; columns <= count; columns++) {
            int rows = Math.ceilDiv(count, columns);
            // A character's room to the right of each, which for the last one is the terminal's last column.
            double wide = (double) widest * cell.width() / columns - cell.width();
            double high = Math.floorDiv(highest, rows) * (double) cell.height();
            double scale = Math.min(Math.min(wide / pixelsWide, high / pixelsHigh), painter.mostScale());
            if (scale > 1) {
                scale = Math.floor(scale);
            }
            int width = (int) (pixelsWide * scale);
            int height = (int) (pixelsHigh * scale);
            if (best == null || width >= best.width) {
                best = new Tiles(cell, columns, rows, width, height);
            }
        }
        return best;
    }

    boolean isSeen() {
        return width >= SMALLEST && height >= SMALLEST;
    }

    /** Lines of text that all of them take. */
    int lines() {
        return rows * linesOfOne();
    }

    /** All as one picture, in whole cells; room is left where there is none yet. */
    BufferedImage together(List<BufferedImage> pictures) {
        int stepX = Math.ceilDiv(width, cell.width()) * cell.width() + cell.width();
        int stepY = linesOfOne() * cell.height();
        var whole = new BufferedImage(columns * stepX, rows * stepY, BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < Math.min(pictures.size(), columns * rows); i++) {
            draw(pictures.get(i), whole, i % columns * stepX, i / columns * stepY);
        }
        return whole;
    }

    private int linesOfOne() {
        return Math.ceilDiv(height, cell.height());
    }

    /** Each pixel is the mean of those it covers, which is one of them where the picture is enlarged. */
    private void draw(BufferedImage picture, BufferedImage whole, int left, int top) {
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                whole.setRGB(left + x, top + y, mean(picture, x, y));
            }
        }
    }

    private int mean(BufferedImage picture, int x, int y) {
        int fromX = x * picture.getWidth() / width;
        int toX = Math.max(fromX + 1, (x + 1) * picture.getWidth() / width);
        int fromY = y * picture.getHeight() / height;
        int toY = Math.max(fromY + 1, (y + 1) * picture.getHeight() / height);
        int red = 0;
        int green = 0;
        int blue = 0;
        for (int row = fromY; row < toY; row++) {
            for (int column = fromX; column < toX; column++) {
                int rgb = picture.getRGB(column, row);
                red += rgb >> 16 & 0xff;
                green += rgb >> 8 & 0xff;
                blue += rgb & 0xff;
            }
        }
        int count = (toX - fromX) * (toY - fromY);
        return 0xff << 24 | red / count << 16 | green / count << 8 | blue / count;
    }
}
