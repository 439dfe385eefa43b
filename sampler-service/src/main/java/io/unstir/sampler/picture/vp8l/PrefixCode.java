package io.unstir.sampler.picture.vp8l;

import java.io.IOException;

/**
 * A canonical prefix code (RFC 9649, section 3.7.2), read bit by bit: it needs no table larger than its alphabet, and a hostile
 * file can ask for thousands of codes.
 *
 * @param counts codes of each length
 * @param symbols in the order of their codes
 */
record PrefixCode(int[] counts, short[] symbols) {
    private static final int LONGEST = 15;
    private static final int[] ORDER = {17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    private static final int REPEAT = 16;
    private static final int ZEROS = 17;
    private static final int LITERAL_LENGTHS = 16;

    /** @param lengths of each symbol's code, 0 for a symbol that has none */
    static PrefixCode of(int[] lengths) throws IOException {
        int[] counts = new int[LONGEST + 1];
        int used = 0;
        for (int length : lengths) {
            counts[length]++;
            used += length > 0 ? 1 : 0;
        }
        counts[0] = 0;
        requireComplete(counts, used);
        int[] next = new int[LONGEST + 2];
        for (int length = 1; length <= LONGEST; length++) {
            next[length + 1] = next[length] + counts[length];
        }
        short[] symbols = new short[used];
        for (int symbol = 0; symbol < lengths.length; symbol++) {
            if (lengths[symbol] > 0) {
                symbols[next[lengths[symbol]]++] = (short) symbol;
            }
        }
        return new PrefixCode(counts, symbols);
    }

    /** Reads the code itself. */
    static PrefixCode read(BitReader in, int alphabet) throws IOException {
        return of(in.flag() ? simple(in, alphabet) : lengths(in, alphabet));
    }

    /** Reads a symbol. A code of one symbol takes no bits. */
    int next(BitReader in) throws IOException {
        if (symbols.length == 1) {
            return symbols[0];
        }
        int code = 0;
        int first = 0;
        int index = 0;
        for (int length = 1; length <= LONGEST; length++) {
            code |= in.bits(1);
            if (code - counts[length] < first) {
                return symbols[index + code - first];
            }
            index += counts[length];
            first = first + counts[length] << 1;
            code <<= 1;
        }
        throw new IOException("a code is too long");
    }

    private static void requireComplete(int[] counts, int used) throws IOException {
        int open = 1;
        for (int length = 1; length <= LONGEST; length++) {
            open = 2 * open - counts[length];
            if (open < 0) {
                throw new IOException("a code has too many symbols");
            }
        }
        if (used == 0 || open > 0 && used > 1) {
            throw new IOException("a code has too few symbols");
        }
    }

    private static int[] simple(BitReader in, int alphabet) throws IOException {
        boolean two = in.flag();
        int[] lengths = new int[alphabet];
        mark(lengths, in.bits(in.flag() ? 8 : 1));
        if (two) {
            mark(lengths, in.bits(8));
        }
        return lengths;
    }

    private static void mark(int[] lengths, int symbol) throws IOException {
        if (symbol >= lengths.length) {
            throw new IOException("a symbol is not in the alphabet");
        }
        lengths[symbol] = 1;
    }

    private static int[] lengths(BitReader in, int alphabet) throws IOException {
        int[] codeLengths = new int[ORDER.length];
        int given = 4 + in.bits(4);
        for (int i = 0; i < given; i++) {
            codeLengths[ORDER[i]] = in.bits(3);
        }
        var code = of(codeLengths);
        int left = in.flag() ? 2 + in.bits(2 + 2 * in.bits(3)) : alphabet;
        int[] lengths = new int[alphabet];
        int previous = 8;
        for (int at = 0; at < alphabet && left > 0; left--) {
            int symbol = code.next(in);
            int times = symbol < LITERAL_LENGTHS ? 1 : times(in, symbol);
            if (times > alphabet - at) {
                throw new IOException("a code is longer than its alphabet");
            }
            int length = symbol < LITERAL_LENGTHS ? symbol : symbol == REPEAT ? previous : 0;
            previous = symbol < LITERAL_LENGTHS && symbol > 0 ? symbol : previous;
            while (times > 0) {
                lengths[at++] = length;
                times--;
            }
        }
        return lengths;
    }

    private static int times(BitReader in, int symbol) throws IOException {
        return switch (symbol) {
            case REPEAT -> 3 + in.bits(2);
            case ZEROS -> 3 + in.bits(3);
            default -> 11 + in.bits(7);
        };
    }
}
