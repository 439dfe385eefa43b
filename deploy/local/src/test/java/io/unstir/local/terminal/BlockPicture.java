package io.unstir.local.terminal;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.regex.Pattern;

/** What half-blocks on a terminal look like. */
final class BlockPicture {
    private static final Pattern PART = Pattern.compile("\033\\[([\\d;]*)m|[▀▄ ]");

    private BlockPicture() {}

    /** What is not coloured is transparent. */
    static BufferedImage decode(String text) {
        List<String> rows = List.of(text.split("\r\n"));
        int width = (int) PART.matcher(rows.getFirst())
                .results()
                .filter(part -> part.group(1) == null)
                .count();
        var picture = new BufferedImage(width, rows.size() * 2, BufferedImage.TYPE_INT_ARGB);
        for (int row = 0; row < rows.size(); row++) {
            int x = 0;
            int front = 0;
            int back = 0;
            for (var part : PART.matcher(rows.get(row)).results().toList()) {
                String codes = part.group(1);
                if (codes == null) {
                    char shape = part.group().charAt(0);
                    picture.setRGB(x, row * 2, shape == '▀' ? front : back);
                    picture.setRGB(x, row * 2 + 1, shape == '▄' ? front : back);
                    x++;
                } else if (codes.startsWith("38;")) {
                    front = colour(codes);
                } else {
                    back = codes.startsWith("48;") ? colour(codes) : 0;
                }
            }
        }
        return picture;
    }

    private static int colour(String codes) {
        String[] numbers = codes.split(";");
        if (numbers[1].equals("5")) {
            return 0xff000000 | Xterm256.colour(Integer.parseInt(numbers[2]));
        }
        return 0xff000000
                | Integer.parseInt(numbers[2]) << 16
                | Integer.parseInt(numbers[3]) << 8
                | Integer.parseInt(numbers[4]);
    }
}
