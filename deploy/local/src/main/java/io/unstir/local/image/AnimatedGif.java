package io.unstir.local.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;

/**
 * Pictures one after the other, over and over; the last one is held.
 *
 * @param count how many there are
 * @param pictures each by its place, of one size; asked for one at a time
 */
public record AnimatedGif(int count, Pictures pictures) {
    private static final int HUNDREDTHS_OF_ALL = 300;
    private static final int SHORTEST_HUNDREDTHS = 4;
    private static final int LONGEST_HUNDREDTHS = 20;
    private static final int HUNDREDTHS_AT_THE_END = 200;
    private static final String FORMAT = "javax_imageio_gif_image_1.0";

    /** What is shown. */
    public interface Pictures {
        BufferedImage at(int place) throws IOException;
    }

    /** The file. Each picture has a palette of its own. */
    public byte[] bytes() throws IOException {
        var bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        try (var out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.prepareWriteSequence(null);
            for (int i = 0; i < count; i++) {
                write(pictures.at(i), i == count - 1 ? HUNDREDTHS_AT_THE_END : pace(), writer);
            }
            writer.endWriteSequence();
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** About three seconds, however many steps there were. */
    private int pace() {
        return Math.clamp(HUNDREDTHS_OF_ALL / count, SHORTEST_HUNDREDTHS, LONGEST_HUNDREDTHS);
    }

    private static void write(BufferedImage picture, int hundredths, ImageWriter writer) throws IOException {
        IIOMetadata metadata =
                writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(picture), null);
        metadata.mergeTree(FORMAT, description(hundredths));
        writer.writeToSequence(new IIOImage(picture, null, metadata), null);
    }

    private static IIOMetadataNode description(int hundredths) {
        var control = new IIOMetadataNode("GraphicControlExtension");
        control.setAttribute("disposalMethod", "none");
        control.setAttribute("userInputFlag", "FALSE");
        control.setAttribute("transparentColorFlag", "FALSE");
        control.setAttribute("delayTime", Integer.toString(hundredths));
        control.setAttribute("transparentColorIndex", "0");
        // The extension by which browsers know that it begins anew, without end (Netscape 2.0).
        var loop = new IIOMetadataNode("ApplicationExtension");
        loop.setAttribute("applicationID", "NETSCAPE");
        loop.setAttribute("authenticationCode", "2.0");
        loop.setUserObject(new byte[] {1, 0, 0});
        var extensions = new IIOMetadataNode("ApplicationExtensions");
        extensions.appendChild(loop);
        var root = new IIOMetadataNode(FORMAT);
        root.appendChild(control);
        root.appendChild(extensions);
        return root;
    }
}
