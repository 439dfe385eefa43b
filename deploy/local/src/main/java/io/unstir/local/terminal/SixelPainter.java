package io.unstir.local.terminal;

import java.awt.image.BufferedImage;
import java.util.Arrays;

/**
 * Sixel graphics of DEC's terminals (EK-PPLV2-PM, chapter 14): bands of six rows, each drawn once for each of its colours, a
 * character for six pixels one below the other.
 */
record SixelPainter(Cell cell) implements Painter {
    private static final int COLOURS = 256;
    private static final int BAND = 6;
    private static final int EMPTY = 63;
    private static final int SHORTEST_RUN = 4;
    private static final int UNSEEN = -1;

    @Override
    public int mostScale() {
        return 8;
    }

    @Override
    public String paint(BufferedImage picture) {
        int width = picture.getWidth();
        int height = picture.getHeight();
        int[] pixels = picture.getRGB(0, 0, width, height, null, 0, width);
        MedianCut colours =
                MedianCut.of(Arrays.stream(pixels).filter(SixelPainter::isSeen).toArray(), COLOURS);
        var text = new StringBuilder("\033P0;1;0q\"1;1;" + width + ";" + height);
        int[] palette = colours.palette();
        for (int i = 0; i < palette.length; i++) {
            text.append('#').append(i).append(";2;").append(percent(palette[i] >> 16));
            text.append(';').append(percent(palette[i] >> 8)).append(';').append(percent(palette[i]));
        }
        int[] indices = new int[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            indices[i] = isSeen(pixels[i]) ? colours.index(pixels[i]) : UNSEEN;
        }
        for (int top = 0; top < height; top += BAND) {
            band(indices, width, top, Math.min(BAND, height - top), palette.length, text);
            text.append('-');
        }
        return text.append("\033\\").toString();
    }

    private static void band(int[] indices, int width, int top, int rows, int colours, StringBuilder text) {
        byte[][] sixels = new byte[colours][];
        for (int row = 0; row < rows; row++) {
            for (int x = 0; x < width; x++) {
                int index = indices[(top + row) * width + x];
                if (index != UNSEEN) {
                    sixels[index] = sixels[index] == null ? new byte[width] : sixels[index];
                    sixels[index][x] |= (byte) (1 << row);
                }
            }
        }
        boolean first = true;
        for (int colour = 0; colour < colours; colour++) {
            if (sixels[colour] != null) {
                text.append(first ? "#" : "$#").append(colour);
                line(sixels[colour], text);
                first = false;
            }
        }
    }

    /** Runs of one character in short; what is empty at the end is left out. */
    private static void line(byte[] sixels, StringBuilder text) {
        int end = sixels.length;
        while (sixels[end - 1] == 0) {
            end--;
        }
        for (int x = 0; x < end; ) {
            int run = x + 1;
            while (run < end && sixels[run] == sixels[x]) {
                run++;
            }
            char sixel = (char) (EMPTY + sixels[x]);
            if (run - x >= SHORTEST_RUN) {
                text.append('!').append(run - x).append(sixel);
            } else {
                text.repeat(sixel, run - x);
            }
            x = run;
        }
    }

    /** P2 = 1 in the introducer: what is not drawn stays as it was. */
    private static boolean isSeen(int argb) {
        return argb >>> 24 != 0;
    }

    private static int percent(int channel) {
        return Math.round((channel & 0xff) * 100 / 255f);
    }
}
