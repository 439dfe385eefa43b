package io.unstir.local.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import org.junit.jupiter.api.Test;

class AnimatedGifTest {

    @Test
    void picturesFollowEachOtherAndTheLastOneIsHeld() throws IOException {
        List<Color> shown = List.of(Color.RED, Color.GREEN, Color.BLUE);
        byte[] gif = new AnimatedGif(3, place -> square(shown.get(place))).bytes();

        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(gif)));
        assertThat(reader.getNumImages(true)).isEqualTo(3);
        var colours = new ArrayList<Integer>();
        var delays = new ArrayList<Integer>();
        for (int i = 0; i < 3; i++) {
            colours.add(reader.read(i).getRGB(2, 2));
            var metadata = (IIOMetadataNode) reader.getImageMetadata(i).getAsTree("javax_imageio_gif_image_1.0");
            var control = (IIOMetadataNode)
                    metadata.getElementsByTagName("GraphicControlExtension").item(0);
            delays.add(Integer.valueOf(control.getAttribute("delayTime")));
        }
        assertThat(colours).containsExactly(Color.RED.getRGB(), Color.GREEN.getRGB(), Color.BLUE.getRGB());
        assertThat(delays).containsExactly(20, 20, 200);
        reader.dispose();
    }

    private static BufferedImage square(Color colour) {
        var image = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 16; i++) {
            image.setRGB(i % 4, i / 4, colour.getRGB());
        }
        return image;
    }
}
