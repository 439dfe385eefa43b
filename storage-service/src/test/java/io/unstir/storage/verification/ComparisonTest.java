package io.unstir.storage.verification;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    @Test
    void theLargestDifferenceIsThatOfOneSampleOfOnePixel() throws IOException {
        // Given
        var one = picture(8, BufferedImage.TYPE_INT_RGB, 0x102030);
        var other = picture(8, BufferedImage.TYPE_INT_RGB, 0x102030);
        other.setRGB(7, 7, 0x112039);
        other.setRGB(0, 3, 0x0d2030);

        // When
        var comparison = Comparison.of(png(one), png(other));

        // Then
        assertThat(comparison).isEqualTo(new Comparison.Compared(9));
        assertThat(Comparison.of(png(other), png(one))).isEqualTo(comparison);
    }

    @Test
    void greyIsComparedAsItStandsInTheFile() throws IOException {
        // Given
        var one = picture(4, BufferedImage.TYPE_BYTE_GRAY, 0);
        one.getRaster().setSample(1, 1, 0, 100);
        var other = picture(4, BufferedImage.TYPE_BYTE_GRAY, 0);
        other.getRaster().setSample(1, 1, 0, 103);

        // When, then
        assertThat(Comparison.of(png(one), png(other))).isEqualTo(new Comparison.Compared(3));
    }

    @Test
    void theSamePictureInAnotherFileDiffersByNothing() throws IOException {
        var file = png(picture(8, BufferedImage.TYPE_INT_RGB, 0x102030));

        assertThat(Comparison.of(file, Arrays.copyOf(file, file.length + 1))).isEqualTo(new Comparison.Compared(0));
    }

    @Test
    void whatCannotBeComparedSaysWhy() throws IOException {
        var small = png(picture(4, BufferedImage.TYPE_INT_RGB, 0));
        var large = png(picture(8, BufferedImage.TYPE_INT_RGB, 0));
        var grey = png(picture(4, BufferedImage.TYPE_BYTE_GRAY, 0));

        assertThat(Comparison.of(small, large))
                .isEqualTo(new Comparison.NotCompared("one picture has 4 x 4 pixels of 3 samples of 8 bits,"
                        + " the other 8 x 8 pixels of 3 samples of 8 bits"));
        assertThat(Comparison.of(small, grey)).isInstanceOf(Comparison.NotCompared.class);
        assertThat(Comparison.of(small, "no picture".getBytes(UTF_8)))
                .isEqualTo(new Comparison.NotCompared("one of the files is no image that can be read"));
        assertThat(Comparison.of(Arrays.copyOf(small, 40), small)).isInstanceOf(Comparison.NotCompared.class);
    }

    @Test
    void aSmallFileThatClaimsAHugePictureIsNotDecoded() throws IOException {
        // Given
        var bomb = png(picture(8, BufferedImage.TYPE_INT_RGB, 0));
        ByteBuffer.wrap(bomb).putInt(16, 16_000).putInt(20, 16_000);
        var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = thread.getCurrentThreadAllocatedBytes();

        // When
        var comparison = Comparison.of(bomb, bomb);

        // Then
        assertThat(comparison).isInstanceOf(Comparison.NotCompared.class);
        assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(16 << 20);
    }

    private static BufferedImage picture(int side, int type, int colour) {
        var picture = new BufferedImage(side, side, type);
        for (int i = 0; i < side * side; i++) {
            picture.setRGB(i % side, i / side, colour);
        }
        return picture;
    }

    private static byte[] png(BufferedImage picture) throws IOException {
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", bytes);
        return bytes.toByteArray();
    }
}
