package io.unstir.gateway.body;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;

/** How long a text may be, counted as people or as machines do, and that every service downstream can hold it. */
public record TextLimit(int min, int max, Unit unit) {
    /** What is counted: Unicode code points, or bytes in UTF-8. */
    public enum Unit {
        CHARACTERS,
        BYTES
    }

    public static TextLimit characters(int min, int max) {
        return new TextLimit(min, max, Unit.CHARACTERS);
    }

    public static TextLimit bytes(int min, int max) {
        return new TextLimit(min, max, Unit.BYTES);
    }

    /** Whether nothing is wrong with the text. */
    public boolean allows(String text) {
        return complaint(text).isEmpty();
    }

    /** What is wrong with the text, to be read after the field's name; empty if nothing is. */
    Optional<String> complaint(String text) {
        int size = size(text);
        if (size < min || size > max) {
            return Optional.of("has %d %s; it must be %s".formatted(size, name(), this));
        }
        if (text.indexOf('\0') >= 0) {
            return Optional.of("must not hold the character U+0000");
        }
        // Half a character: UTF-8, and so the job's record, cannot carry it.
        if (!UTF_8.newEncoder().canEncode(text)) {
            return Optional.of("must not hold a surrogate without its pair");
        }
        return Optional.empty();
    }

    private int size(String text) {
        return switch (unit) {
            case CHARACTERS -> text.codePointCount(0, text.length());
            case BYTES -> text.getBytes(UTF_8).length;
        };
    }

    private String name() {
        return unit.name().toLowerCase();
    }

    @Override
    public String toString() {
        return "a text of %d to %d %s".formatted(min, max, name());
    }
}
