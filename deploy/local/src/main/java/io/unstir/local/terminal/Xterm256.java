package io.unstir.local.terminal;

/** The colours of xterm that every terminal with 256 has alike: those after the first 16. */
final class Xterm256 {
    private static final int CUBE = 16;
    private static final int GREYS = 232;
    private static final int[] LEVELS = {0, 95, 135, 175, 215, 255};

    private Xterm256() {}

    /** The number of the colour nearest to one of 24 bits. */
    static int nearest(int rgb) {
        int red = level(rgb >> 16 & 0xff);
        int green = level(rgb >> 8 & 0xff);
        int blue = level(rgb & 0xff);
        int inCube = CUBE + 36 * red + 6 * green + blue;
        int mean = ((rgb >> 16 & 0xff) + (rgb >> 8 & 0xff) + (rgb & 0xff)) / 3;
        int grey = GREYS + Math.clamp(Math.round((mean - 8) / 10f), 0, 23);
        return distance(rgb, colour(inCube)) <= distance(rgb, colour(grey)) ? inCube : grey;
    }

    /** A number's colour, 24 bits. */
    static int colour(int number) {
        if (number >= GREYS) {
            return (8 + 10 * (number - GREYS)) * 0x010101;
        }
        int place = number - CUBE;
        return LEVELS[place / 36] << 16 | LEVELS[place / 6 % 6] << 8 | LEVELS[place % 6];
    }

    private static int level(int value) {
        int best = 0;
        for (int i = 1; i < LEVELS.length; i++) {
            best = Math.abs(LEVELS[i] - value) < Math.abs(LEVELS[best] - value) ? i : best;
        }
        return best;
    }

    private static int distance(int a, int b) {
        int red = (a >> 16 & 0xff) - (b >> 16 & 0xff);
        int green = (a >> 8 & 0xff) - (b >> 8 & 0xff);
        int blue = (a & 0xff) - (b & 0xff);
        return red * red + green * green + blue * blue;
    }
}
