package io.unstir.trainer.report;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;

/** Pictures one after the other, over and over. */
record AnimatedGif(List<BufferedImage> frames) {
    private static final int HUNDREDTHS_A_FRAME = 8;
    private static final int HUNDREDTHS_AT_THE_END = 150;
    private static final String FORMAT = "javax_imageio_gif_image_1.0";

    void write(Path file) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        try (var out = ImageIO.createImageOutputStream(Files.newOutputStream(file))) {
            writer.setOutput(out);
            writer.prepareWriteSequence(null);
            for (int i = 0; i < frames.size(); i++) {
                boolean last = i == frames.size() - 1;
                BufferedImage frame = frames.get(i);
                IIOMetadata metadata =
                        writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(frame), null);
                metadata.mergeTree(FORMAT, description(last ? HUNDREDTHS_AT_THE_END : HUNDREDTHS_A_FRAME));
                writer.writeToSequence(new IIOImage(frame, null, metadata), null);
            }
            writer.endWriteSequence();
        } finally {
            writer.dispose();
        }
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
