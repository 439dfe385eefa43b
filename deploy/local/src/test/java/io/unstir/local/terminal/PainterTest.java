package io.unstir.local.terminal;

import static io.unstir.local.terminal.TestPicture.noise;
import static io.unstir.local.terminal.TestPicture.pixels;
import static io.unstir.local.terminal.TestPicture.stripes;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** What a terminal makes of the painters' text, by decoders of the tests' own. */
class PainterTest {
    private static final Pattern KITTY = Pattern.compile("\033_G([^;]*);([^\033]*)\033\\\\");

    @Test
    void blocksInTrueColourAreThePicture() {
        var picture = noise(31, 8);

        var shown = BlockPicture.decode(new BlockPainter(BlockPainter.Palette.TRUE).paint(picture));

        assertThat(pixels(shown)).isEqualTo(pixels(picture));
    }

    @Test
    void blocksLeaveTheBackgroundWhereNothingIs() {
        var picture = stripes(23, 10);

        var shown = BlockPicture.decode(new BlockPainter(BlockPainter.Palette.TRUE).paint(picture));

        assertThat(pixels(shown)).isEqualTo(pixels(picture));
    }

    @Test
    void blocksIn256ColoursAreNear() {
        var picture = noise(16, 16);

        var shown = BlockPicture.decode(new BlockPainter(BlockPainter.Palette.XTERM_256).paint(picture));

        assertThat(largestDifference(picture, shown)).isBetween(1, 48);
    }

    @Test
    void sixelOfFewColoursIsThePicture() {
        // Six rows a band, and 20 are no whole number of them.
        var picture = stripes(37, 20);

        var shown = SixelPicture.decode(new SixelPainter(Cell.USUAL).paint(picture));

        assertThat(pixels(shown)).isEqualTo(pixels(picture));
    }

    @Test
    void sixelOfManyColoursIsNear() {
        var picture = gradient(64, 64);

        var shown = SixelPicture.decode(new SixelPainter(Cell.USUAL).paint(picture));

        assertThat(largestDifference(picture, shown)).isBetween(1, 20);
    }

    @Test
    void kittyGetsAPngInChunks() throws IOException {
        var picture = noise(80, 60);

        String text = new KittyPainter(Cell.USUAL, 9).paint(picture);

        var chunks = KITTY.matcher(text).results().toList();
        assertThat(chunks).hasSizeGreaterThan(2).allSatisfy(chunk -> assertThat(chunk.group(2))
                .hasSizeLessThanOrEqualTo(4096));
        assertThat(chunks.getFirst().group(1)).isEqualTo("a=T,f=100,q=2,C=1,i=9,p=1,c=8,r=3,m=1");
        assertThat(chunks.getLast().group(1)).isEqualTo("m=0");
        var data = new StringBuilder();
        chunks.forEach(chunk -> data.append(chunk.group(2)));
        assertThat(pixels(png(data.toString()))).isEqualTo(pixels(picture));
    }

    @Test
    void itermGetsAPngAndItsSizeInCells() throws IOException {
        var picture = noise(80, 60);

        String text = new ItermPainter(Cell.USUAL).paint(picture);

        assertThat(text).startsWith("\033]1337;File=inline=1;").endsWith("\007").contains(";width=8;height=3;");
        assertThat(pixels(png(text.substring(text.indexOf(':') + 1, text.length() - 1))))
                .isEqualTo(pixels(picture));
    }

    private static BufferedImage png(String base64) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(base64)));
    }

    private static BufferedImage gradient(int width, int height) {
        var picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.setRGB(x, y, 0xff000000 | x * 4 << 16 | y * 4 << 8 | 0x80);
            }
        }
        return picture;
    }

    private static int largestDifference(BufferedImage one, BufferedImage other) {
        int largest = 0;
        int[] a = pixels(one);
        int[] b = pixels(other);
        for (int i = 0; i < a.length; i++) {
            for (int shift = 0; shift <= 24; shift += 8) {
                largest = Math.max(largest, Math.abs((a[i] >> shift & 0xff) - (b[i] >> shift & 0xff)));
            }
        }
        return largest;
    }
}
