package io.unstir.local.terminal;

import java.awt.image.BufferedImage;

/** Two pixels a character: the upper one its colour, the lower one its background's. */
record BlockPainter(Palette palette) implements Painter {
    static final char UPPER_HALF = '▀';

    private static final char LOWER_HALF = '▄';
    private static final String PLAIN = "\033[0m";

    /** How a colour is named. */
    enum Palette {
        /** 24 bits, by ISO 8613-6. */
        TRUE {
            @Override
            String name(int rgb) {
                return "2;" + (rgb >> 16 & 0xff) + ";" + (rgb >> 8 & 0xff) + ";" + (rgb & 0xff);
            }
        },
        /** The nearest of xterm's cube of 216 colours and 24 greys. */
        XTERM_256 {
            @Override
            String name(int rgb) {
                return "5;" + Xterm256.nearest(rgb);
            }
        };

        abstract String name(int rgb);
    }

    @Override
    public Cell cell() {
        return new Cell(1, 2);
    }

    @Override
    public int mostScale() {
        return 1;
    }

    @Override
    public String paint(BufferedImage picture) {
        var text = new StringBuilder();
        for (int y = 0; y < picture.getHeight(); y += 2) {
            text.append(y == 0 ? "" : "\r\n");
            row(picture, y, text);
        }
        return text.toString();
    }

    /** A colour is named where it changes; what is transparent has the terminal's own background. */
    private void row(BufferedImage picture, int y, StringBuilder text) {
        String inFront = "";
        String behind = "";
        for (int x = 0; x < picture.getWidth(); x++) {
            int upper = picture.getRGB(x, y);
            int lower = y + 1 < picture.getHeight() ? picture.getRGB(x, y + 1) : 0;
            boolean half = isSeen(upper) || isSeen(lower);
            char shape = isSeen(upper) ? UPPER_HALF : half ? LOWER_HALF : ' ';
            String nextInFront = half ? "\033[38;" + palette.name(isSeen(upper) ? upper : lower) + "m" : inFront;
            String nextBehind = isSeen(upper) && isSeen(lower) ? "\033[48;" + palette.name(lower) + "m" : "\033[49m";
            text.append(nextInFront.equals(inFront) ? "" : nextInFront);
            text.append(nextBehind.equals(behind) ? "" : nextBehind);
            text.append(shape);
            inFront = nextInFront;
            behind = nextBehind;
        }
        text.append(PLAIN);
    }

    private static boolean isSeen(int argb) {
        return argb >>> 24 != 0;
    }
}
