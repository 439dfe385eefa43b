package io.unstir.gateway.problem;

/** What a client sent, cut and escaped so that it can be shown on a terminal and written into a log line. */
public final class PrintableText {
    static final int MAX_LENGTH = 100;

    private PrintableText() {}

    public static String of(String text) {
        var printable = new StringBuilder();
        text.codePoints().limit(MAX_LENGTH).forEach(codePoint -> {
            if (isPrintable(codePoint)) {
                printable.appendCodePoint(codePoint);
            } else {
                printable.append("\\u%04x".formatted(codePoint));
            }
        });
        return cut(printable.toString());
    }

    private static String cut(String text) {
        if (text.length() <= MAX_LENGTH) {
            return text;
        }
        boolean splitsPair = Character.isHighSurrogate(text.charAt(MAX_LENGTH - 1));
        return text.substring(0, splitsPair ? MAX_LENGTH - 1 : MAX_LENGTH);
    }

    private static boolean isPrintable(int codePoint) {
        return !Character.isISOControl(codePoint)
                && Character.getType(codePoint) != Character.SURROGATE
                && Character.getType(codePoint) != Character.LINE_SEPARATOR
                && Character.getType(codePoint) != Character.PARAGRAPH_SEPARATOR
                && !turnsTextAround(codePoint);
    }

    /** The bidirectional controls, which can make a message read as another. */
    private static boolean turnsTextAround(int codePoint) {
        return codePoint >= 0x202A && codePoint <= 0x202E || codePoint >= 0x2066 && codePoint <= 0x2069;
    }
}
