package io.unstir.local.terminal;

import java.awt.image.BufferedImage;
import java.util.Base64;

/**
 * Kitty's graphics protocol: PNG in chunks of at most 4,096 characters. A picture sent under a number that is taken replaces
 * the one before.
 *
 * @param id the picture's number, of which other programs should have another
 */
record KittyPainter(Cell cell, int id) implements Painter {
    private static final int CHUNK = 4096;
    private static final String BEGIN = "\033_G";
    private static final String END = "\033\\";

    @Override
    public int mostScale() {
        return 8;
    }

    @Override
    public String paint(BufferedImage picture) {
        String data = Base64.getEncoder().encodeToString(PngBytes.of(picture));
        var text = new StringBuilder();
        for (int at = 0; at < data.length(); at += CHUNK) {
            int end = Math.min(at + CHUNK, data.length());
            int more = end < data.length() ? 1 : 0;
            // q=2: no answer, which would be taken for what the user types. C=1: the cursor stays.
            String keys = at == 0
                    ? "a=T,f=100,q=2,C=1,i=" + id + ",p=1,c=" + Math.ceilDiv(picture.getWidth(), cell.width()) + ",r="
                            + Math.ceilDiv(picture.getHeight(), cell.height()) + ",m=" + more
                    : "m=" + more;
            text.append(BEGIN).append(keys).append(';').append(data, at, end).append(END);
        }
        return text.toString();
    }

    @Override
    public String erase() {
        return BEGIN + "a=d,d=I,q=2,i=" + id + END;
    }
}
