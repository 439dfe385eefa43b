package io.unstir.sampler.session;

/** What a row's bits depend on besides the row, as measured when the model was loaded. */
public enum BatchPolicy {
    /** On nothing: any number of rows gives the same bits. */
    ANY(""),
    /** On the number of rows, so every run has the same number of them. */
    PADDED("/padded-%d"),
    /** On its place among the others even so: images are not promised to be the same bits. */
    VARIANT("/batch-variant");

    private final String suffix;

    BatchPolicy(String suffix) {
        this.suffix = suffix;
    }

    /** What it adds to the name of a device class. */
    String suffix(int rows) {
        return suffix.formatted(rows);
    }
}
