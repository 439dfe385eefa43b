package io.unstir.local.terminal;

import java.awt.image.BufferedImage;

/** A way of showing a picture on a terminal. */
sealed interface Painter permits KittyPainter, ItermPainter, SixelPainter, BlockPainter {

    /** How large a picture's pixels are here. */
    Cell cell();

    /** How many times a small picture may be enlarged so that it is seen well. */
    int mostScale();

    /**
     * What draws the picture with its upper left corner at the cursor, over what is there. Where the cursor is afterwards is
     * not said.
     *
     * @param picture whole cells wide and high
     */
    String paint(BufferedImage picture);

    /** What takes away a picture which does not go when text is written over it. */
    default String erase() {
        return "";
    }
}
