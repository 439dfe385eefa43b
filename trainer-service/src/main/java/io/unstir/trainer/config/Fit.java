package io.unstir.trainer.config;

/** How a picture that is no square becomes one. */
public enum Fit {
    /** Cut to the square in its middle. */
    CROP,
    /** Its sides lose their proportion. */
    STRETCH,
    /** White on both sides of what is shorter. */
    PAD
}
