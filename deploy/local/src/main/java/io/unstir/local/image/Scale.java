package io.unstir.local.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/** Larger pictures of the same pixels. */
public final class Scale {
    private Scale() {}

    /** Each pixel becomes a square of {@code factor} pixels; 1 gives the bytes as they are. */
    public static byte[] png(byte[] png, int factor) throws IOException {
        return factor == 1 ? png : encode(scaled(decode(png), factor));
    }

    static BufferedImage decode(byte[] png) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        if (image == null) {
            throw new IOException("the bytes are no image that can be read");
        }
        return image;
    }

    static byte[] encode(BufferedImage image) throws IOException {
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    static BufferedImage scaled(BufferedImage image, int factor) {
        var large =
                new BufferedImage(image.getWidth() * factor, image.getHeight() * factor, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < large.getHeight(); y++) {
            for (int x = 0; x < large.getWidth(); x++) {
                large.setRGB(x, y, image.getRGB(x / factor, y / factor));
            }
        }
        return large;
    }
}
