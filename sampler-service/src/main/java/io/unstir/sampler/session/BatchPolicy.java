package io.unstir.sampler.session;

/** What a row's bits depend on beside the row, as measured when its session was loaded. */
public enum BatchPolicy {
    /** On nothing: a run may have any number of rows, one row being given a second one that is zero. */
    ANY,
    /** On the number of rows: every run has the same number, the rows nobody asked for being zero. */
    PADDED,
    /** On more than that; images are not promised to be the same twice. */
    VARIANT
}
