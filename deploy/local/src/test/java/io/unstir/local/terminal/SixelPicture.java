package io.unstir.local.terminal;

import java.awt.image.BufferedImage;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** What a terminal makes of sixel graphics, written from the manual and not from the painter. */
final class SixelPicture {
    private static final Pattern FRAME = Pattern.compile("(?s)\033P[\\d;]*q\"1;1;(\\d+);(\\d+)(.*)\033\\\\");

    private final Map<Integer, Integer> palette = new HashMap<>();
    private final String data;
    private final BufferedImage picture;
    private int at;
    private int x;
    private int band;
    private int colour;

    private SixelPicture(String text) {
        var frame = FRAME.matcher(text);
        if (!frame.matches()) {
            throw new AssertionError("no sixel graphics: " + text.substring(0, Math.min(40, text.length())));
        }
        picture = new BufferedImage(
                Integer.parseInt(frame.group(1)), Integer.parseInt(frame.group(2)), BufferedImage.TYPE_INT_ARGB);
        data = frame.group(3);
    }

    static BufferedImage decode(String text) {
        var decoder = new SixelPicture(text);
        while (decoder.at < decoder.data.length()) {
            decoder.step();
        }
        return decoder.picture;
    }

    private void step() {
        char command = data.charAt(at++);
        switch (command) {
            case '#' -> colour();
            case '!' -> {
                int run = number();
                char sixel = data.charAt(at++);
                for (int i = 0; i < run; i++) {
                    draw(sixel);
                }
            }
            case '$' -> x = 0;
            case '-' -> {
                x = 0;
                band++;
            }
            default -> draw(command);
        }
    }

    private void colour() {
        colour = number();
        if (at < data.length() && data.charAt(at) == ';') {
            at++;
            if (number() != 2) {
                throw new AssertionError("colours are not RGB");
            }
            int rgb = 0;
            for (int channel = 0; channel < 3; channel++) {
                at++;
                rgb = rgb << 8 | Math.round(number() * 255 / 100f);
            }
            palette.put(colour, 0xff000000 | rgb);
        }
    }

    private void draw(char sixel) {
        if (sixel < 63 || sixel > 126) {
            throw new AssertionError("no sixel: " + (int) sixel);
        }
        for (int bit = 0; bit < 6; bit++) {
            if ((sixel - 63 >> bit & 1) == 1) {
                picture.setRGB(x, band * 6 + bit, palette.get(colour));
            }
        }
        x++;
    }

    private int number() {
        int begin = at;
        while (at < data.length() && Character.isDigit(data.charAt(at))) {
            at++;
        }
        return Integer.parseInt(data.substring(begin, at));
    }
}
