package io.unstir.local.terminal;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A terminal of the size given that knows as much as {@link LiveRegion} uses, scrolling included. */
final class TextScreen {
    private static final Pattern PART =
            Pattern.compile("\033\\[([?\\d;]*)([A-Za-z])|\033([78])|(\r)|(\n)|([^\033\r\n])");

    private final char[][] cells;
    private int row;
    private int column;
    private int savedRow;
    private int savedColumn;
    private boolean cursor = true;

    TextScreen(int rows, int columns) {
        cells = new char[rows][columns];
        Arrays.stream(cells).forEach(line -> Arrays.fill(line, ' '));
    }

    TextScreen write(String text) {
        Matcher part = PART.matcher(text);
        while (part.find()) {
            if (part.group(2) != null) {
                control(part.group(1), part.group(2).charAt(0));
            } else if (part.group(3) != null) {
                saveOrRestore(part.group(3).charAt(0));
            } else if (part.group(4) != null) {
                column = 0;
            } else if (part.group(5) != null) {
                newLine();
            } else {
                cells[row][column++] = part.group(6).charAt(0);
            }
        }
        return this;
    }

    /** Without blanks at the end of lines and without lines that are empty at the end. */
    String text() {
        var text = new StringBuilder();
        Arrays.stream(cells)
                .forEach(line -> text.append(new String(line).stripTrailing()).append('\n'));
        return text.toString().stripTrailing();
    }

    boolean showsCursor() {
        return cursor;
    }

    private void control(String numbers, char what) {
        int count = numbers.matches("\\d+") ? Integer.parseInt(numbers) : 1;
        switch (what) {
            case 'A' -> row = Math.max(0, row - count);
            case 'B' -> row = Math.min(cells.length - 1, row + count);
            case 'K' -> Arrays.fill(cells[row], column, cells[row].length, ' ');
            case 'J' -> {
                Arrays.fill(cells[row], column, cells[row].length, ' ');
                Arrays.stream(cells, row + 1, cells.length).forEach(line -> Arrays.fill(line, ' '));
            }
            case 'h' -> cursor |= numbers.equals("?25");
            case 'l' -> cursor &= !numbers.equals("?25");
            default -> throw new AssertionError("unknown control " + numbers + what);
        }
    }

    private void saveOrRestore(char which) {
        if (which == '7') {
            savedRow = row;
            savedColumn = column;
        } else {
            row = savedRow;
            column = savedColumn;
        }
    }

    private void newLine() {
        column = 0;
        if (row < cells.length - 1) {
            row++;
            return;
        }
        System.arraycopy(cells, 1, cells, 0, cells.length - 1);
        cells[row] = new char[cells[0].length];
        Arrays.fill(cells[row], ' ');
    }
}
