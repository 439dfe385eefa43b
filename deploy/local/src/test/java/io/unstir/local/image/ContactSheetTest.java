package io.unstir.local.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContactSheetTest {
    private static byte[] square(Color colour) throws IOException {
        var image = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
        var pen = image.createGraphics();
        pen.setColor(colour);
        pen.fillRect(0, 0, 4, 4);
        pen.dispose();
        return Scale.encode(image);
    }

    @Test
    void imagesStandInRowsEnlargedWithoutBlur() throws IOException {
        var cells = List.of(
                new ContactSheet.Cell(square(Color.RED), "red"),
                new ContactSheet.Cell(square(Color.GREEN), "green"),
                new ContactSheet.Cell(square(Color.BLUE), "a caption that is much too long for its cell"));

        BufferedImage sheet = Scale.decode(new ContactSheet(2, 10).png(cells));

        assertThat(sheet.getWidth()).isEqualTo(2 * 48 + 8);
        assertThat(sheet.getRGB(8, 8)).isEqualTo(Color.RED.getRGB());
        assertThat(sheet.getRGB(8 + 39, 8 + 39)).isEqualTo(Color.RED.getRGB());
        assertThat(sheet.getRGB(8 + 48, 8)).isEqualTo(Color.GREEN.getRGB());
        assertThat(sheet.getRGB(8, 8 + 48 + 30)).isEqualTo(Color.BLUE.getRGB());
    }

    @Test
    void scaleOneLeavesTheBytesAlone() throws IOException {
        byte[] png = square(Color.RED);

        assertThat(Scale.png(png, 1)).isSameAs(png);
        assertThat(Scale.decode(Scale.png(png, 3)).getWidth()).isEqualTo(12);
    }
}
