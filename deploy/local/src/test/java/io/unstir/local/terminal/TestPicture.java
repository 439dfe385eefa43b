package io.unstir.local.terminal;

import java.awt.image.BufferedImage;
import java.util.Random;

/** Pictures to draw on terminals. */
final class TestPicture {
    private TestPicture() {}

    /** Every pixel another colour, none transparent. */
    static BufferedImage noise(int width, int height) {
        var random = new Random(7);
        var picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.setRGB(x, y, 0xff000000 | random.nextInt(0x1000000));
            }
        }
        return picture;
    }

    /** Few colours in runs, some of it transparent. */
    static BufferedImage stripes(int width, int height) {
        int[] colours = {0xffff0000, 0xff00ff00, 0x00000000, 0xff3366cc};
        var picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.setRGB(x, y, colours[(x / 5 + y / 4) % colours.length]);
            }
        }
        return picture;
    }

    static int[] pixels(BufferedImage picture) {
        return picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
    }
}
