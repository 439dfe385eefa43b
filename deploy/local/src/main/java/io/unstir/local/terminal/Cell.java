package io.unstir.local.terminal;

/** The place of one character, in pixels of a picture. */
record Cell(int width, int height) {
    /** Where the terminal does not tell: about what most have. */
    static final Cell USUAL = new Cell(10, 20);

    public Cell {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "a cell is " + width + " x " + height + " pixels, both must be at least 1");
        }
    }
}
