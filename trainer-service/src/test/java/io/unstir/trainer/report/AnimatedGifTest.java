package io.unstir.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.metadata.IIOMetadataNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnimatedGifTest {
    @TempDir
    private Path folder;

    @Test
    void itHasEveryFrameAndBeginsAnewWithoutEnd() throws Exception {
        // Given
        var pictures = new GreyPicture(1, 2);
        List<BufferedImage> frames = List.of(
                pictures.draw(new double[] {-1, -1, -1, -1}),
                pictures.draw(new double[] {1, 1, 1, 1}),
                pictures.draw(new double[] {-1, 1, 1, -1}));
        Path file = folder.resolve("a.gif");

        // When
        new AnimatedGif(frames).write(file);

        // Then
        var reader = ImageIO.getImageReadersByFormatName("gif").next();
        try (var in = ImageIO.createImageInputStream(file.toFile())) {
            reader.setInput(in);
            assertThat(reader.getNumImages(true)).isEqualTo(3);
            assertThat(reader.read(0).getRGB(5, 5)).isEqualTo(0xff000000);
            assertThat(reader.read(1).getRGB(5, 5)).isEqualTo(0xffffffff);
            assertThat(reader.read(2).getRGB(5, 5)).isEqualTo(0xff000000);
            var root = (IIOMetadataNode) reader.getImageMetadata(0).getAsTree("javax_imageio_gif_image_1.0");
            var loop = (IIOMetadataNode)
                    root.getElementsByTagName("ApplicationExtension").item(0);
            assertThat(loop.getAttribute("applicationID")).isEqualTo("NETSCAPE");
            assertThat((byte[]) loop.getUserObject()).containsExactly(1, 0, 0);
        } finally {
            reader.dispose();
        }
    }
}
