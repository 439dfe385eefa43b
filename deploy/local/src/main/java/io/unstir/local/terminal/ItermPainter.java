package io.unstir.local.terminal;

import java.awt.image.BufferedImage;
import java.util.Base64;

/** The inline images of iTerm2, which WezTerm, mintty and others show as well. */
record ItermPainter(Cell cell) implements Painter {

    @Override
    public int mostScale() {
        return 8;
    }

    @Override
    public String paint(BufferedImage picture) {
        byte[] png = PngBytes.of(picture);
        return "\033]1337;File=inline=1;size=" + png.length + ";width="
                + Math.ceilDiv(picture.getWidth(), cell.width()) + ";height="
                + Math.ceilDiv(picture.getHeight(), cell.height()) + ";preserveAspectRatio=0;doNotMoveCursor=1:"
                + Base64.getEncoder().encodeToString(png) + "\007";
    }
}
