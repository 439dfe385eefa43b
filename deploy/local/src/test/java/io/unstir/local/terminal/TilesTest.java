package io.unstir.local.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TilesTest {
    private static final Painter BLOCKS = new BlockPainter(BlockPainter.Palette.TRUE);
    private static final Painter SIXEL = new SixelPainter(new Cell(10, 20));

    @Test
    void pictureThatFitsStaysAsItIs() {
        var tiles = Tiles.fitting(BLOCKS, 1, 32, 32, 80, 22);

        assertThat(tiles.lines()).isEqualTo(16);
        BufferedImage whole = tiles.together(List.of(TestPicture.noise(32, 32)));
        assertThat(whole.getRGB(0, 0, 32, 32, null, 0, 32)).isEqualTo(TestPicture.pixels(TestPicture.noise(32, 32)));
        assertThat(whole.getRGB(32, 0)).as("room to the right").isZero();
    }

    @Test
    void nineStandSideBySideAndBelowEachOtherWithinTheTerminal() {
        var tiles = Tiles.fitting(BLOCKS, 9, 32, 32, 80, 22);

        BufferedImage whole = tiles.together(Collections.nCopies(9, TestPicture.noise(32, 32)));
        assertThat(tiles.width()).isGreaterThanOrEqualTo(12);
        assertThat(whole.getWidth()).isLessThanOrEqualTo(80);
        assertThat(whole.getHeight()).isEqualTo(tiles.lines() * 2);
        assertThat(tiles.lines()).isLessThanOrEqualTo(22);
    }

    @Test
    void picturesStandSideBySideRatherThanBelowEachOther() {
        assertThat(Tiles.fitting(BLOCKS, 3, 32, 32, 100, 40).lines()).isEqualTo(16);
    }

    @Test
    void smallPictureIsEnlargedByWholeTimesWhereCellsArePixels() {
        var tiles = Tiles.fitting(SIXEL, 1, 64, 64, 80, 22);

        assertThat(tiles.width()).isEqualTo(384);
        assertThat(tiles.lines()).isEqualTo(20);
    }

    @Test
    void terminalWithNoRoomShowsNothing() {
        assertThat(Tiles.fitting(BLOCKS, 16, 64, 64, 20, 3).isSeen()).isFalse();
        assertThat(Tiles.fitting(BLOCKS, 1, 64, 64, 80, 0).isSeen()).isFalse();
    }
}
