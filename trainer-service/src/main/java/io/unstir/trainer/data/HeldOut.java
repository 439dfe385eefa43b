package io.unstir.trainer.data;

/**
 * Which images are kept from training. A file's own SHA-256 decides: all its captions and its copies are on the same side, and
 * no file changes sides when others come or go.
 *
 * @param share of all files, 0 to 1
 */
record HeldOut(double share) {
    private static final int HEX_DIGITS = 13;
    private static final double RANGE = 0x1p52;

    /** @param digest SHA-256 in hex; its first 52 bits are taken for a number in [0, 1) */
    boolean holds(String digest) {
        return Long.parseLong(digest, 0, HEX_DIGITS, 16) / RANGE < share;
    }
}
