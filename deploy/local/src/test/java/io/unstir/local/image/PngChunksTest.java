package io.unstir.local.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PngChunksTest {
    /** Signature and header. */
    private static final int HEAD = 33;

    @Test
    void textsAreLeftOutAndEveryOtherByteStays() throws IOException {
        byte[] png = Scale.encode(new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB));
        var copy = new ByteArrayOutputStream();
        copy.write(png, 0, HEAD);
        copy.writeBytes("\0\0\0\u0005tEXtab\0cd....".getBytes(ISO_8859_1));
        copy.writeBytes("\0\0\0\u0000iTXt....".getBytes(ISO_8859_1));
        copy.write(png, HEAD, png.length - HEAD);

        assertThat(PngChunks.withoutTexts(copy.toByteArray())).isEqualTo(png);
        assertThat(PngChunks.withoutTexts(png)).isEqualTo(png);
    }

    @Test
    void whatIsCutOffOrNoPngStaysAsItIs() throws IOException {
        byte[] png = Scale.encode(new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB));
        byte[] cut = Arrays.copyOf(png, png.length - 20);

        assertThat(PngChunks.withoutTexts(cut)).isEqualTo(cut);
        assertThat(PngChunks.withoutTexts(new byte[0])).isEmpty();
        assertThat(PngChunks.withoutTexts("dear".getBytes(ISO_8859_1))).isEqualTo("dear".getBytes(ISO_8859_1));
    }
}
