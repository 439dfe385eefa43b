package io.unstir.local.command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Values of several numbers, as they stand behind an option. */
final class PixelNotation {
    private static final String NUMBER = "(\\d{1,9})";
    private static final Pattern MARGINS = Pattern.compile(String.join(",", NUMBER, NUMBER, NUMBER, NUMBER));
    private static final Pattern SIZE = Pattern.compile(NUMBER + "x" + NUMBER);
    private static final Pattern RESAMPLING = Pattern.compile(NUMBER + "(?::" + NUMBER + ")?");

    private PixelNotation() {}

    record Margins(int left, int top, int right, int bottom) {
        Map<String, Object> document() {
            var document = new LinkedHashMap<String, Object>();
            document.put("left", left);
            document.put("top", top);
            document.put("right", right);
            document.put("bottom", bottom);
            return document;
        }
    }

    record Size(int width, int height) {}

    record Resampling(int times, Optional<Integer> jump) {}

    static final class ToMargins implements ITypeConverter<Margins> {
        @Override
        public Margins convert(String text) {
            var found = match(MARGINS, text, "L,T,R,B with four whole numbers, such as 8,0,8,0");
            return new Margins(number(found, 1), number(found, 2), number(found, 3), number(found, 4));
        }
    }

    static final class ToSize implements ITypeConverter<Size> {
        @Override
        public Size convert(String text) {
            var found = match(SIZE, text, "WxH with two whole numbers, such as 64x32");
            return new Size(number(found, 1), number(found, 2));
        }
    }

    static final class ToResampling implements ITypeConverter<Resampling> {
        @Override
        public Resampling convert(String text) {
            var found = match(RESAMPLING, text, "N or N:JUMP with whole numbers, such as 5:10");
            return new Resampling(
                    number(found, 1), Optional.ofNullable(found.group(2)).map(Integer::valueOf));
        }
    }

    private static MatchResult match(Pattern pattern, String text, String notation) {
        var matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            throw new TypeConversionException("'" + text + "' is not " + notation);
        }
        return matcher;
    }

    private static int number(MatchResult found, int group) {
        return Integer.parseInt(found.group(group));
    }
}
