package io.unstir.gateway.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.metadata.IIOMetadataNode;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class PngTextTest {
    private static final Map<String, String> TEXTS = texts();

    @Test
    void anotherReaderReadsTheTexts() throws IOException {
        // When
        var file = withTexts(png());

        // Then
        assertThat(read(file)).isEqualTo(TEXTS);
    }

    @Test
    void everyByteOfTheFileIsStillThere() throws IOException {
        // Given
        byte[] png = png();

        // When
        byte[] file = withTexts(png);

        // Then
        int added = PngText.of(TEXTS).length();
        assertThat(file).hasSize(png.length + added).startsWith(Arrays.copyOf(png, 33));
        assertThat(Arrays.copyOfRange(file, 33 + added, file.length))
                .isEqualTo(Arrays.copyOfRange(png, 33, png.length));
    }

    private static Map<String, String> texts() {
        var texts = new LinkedHashMap<String, String>();
        texts.put("prompt", "ein rotes Herz ❤️, größer");
        texts.put("negative_prompt", "grün");
        texts.put("steps", "30");
        return texts;
    }

    private static byte[] withTexts(byte[] png) throws IOException {
        try (var file = PngText.of(TEXTS).in(new ByteArrayInputStream(png))) {
            return file.readAllBytes();
        }
    }

    private static byte[] png() throws IOException {
        var image = new BufferedImage(4, 3, BufferedImage.TYPE_INT_RGB);
        image.setRGB(1, 1, 0xd02020);
        var file = new ByteArrayOutputStream();
        ImageIO.write(image, "png", file);
        return file.toByteArray();
    }

    /** With the JDK's own reader, which also checks each chunk's sum. */
    private static Map<String, String> read(byte[] file) throws IOException {
        var reader = ImageIO.getImageReadersByFormatName("png").next();
        reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(file)));
        assertThat(reader.read(0).getRGB(1, 1) & 0xffffff).isEqualTo(0xd02020);
        var root = (IIOMetadataNode) reader.getImageMetadata(0).getAsTree("javax_imageio_png_1.0");
        var texts = new HashMap<String, String>();
        for (var kind : new String[][] {{"tEXtEntry", "value"}, {"iTXtEntry", "text"}}) {
            var entries = root.getElementsByTagName(kind[0]);
            for (int i = 0; i < entries.getLength(); i++) {
                var entry = (Element) entries.item(i);
                texts.put(entry.getAttribute("keyword"), entry.getAttribute(kind[1]));
            }
        }
        return texts;
    }
}
