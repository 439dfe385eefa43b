package io.unstir.sampler.noise;

/** What noise is drawn for. Each purpose has numbers of its own: a word of the generator's counter tells them apart. */
public enum Draw {
    /** The starting point x_T; its index is {@link #NO_STEP}. */
    START(0),
    /** The noise that a stochastic solver adds in step {@code index}. */
    STEP(0),
    /** The noise on what is known of the image, at move {@code index}. */
    KNOWN(1),
    /** A way back towards noise, at move {@code index}. */
    RENOISE(2);

    /** Start and steps share the first stream; the largest counter is the start's. */
    public static final int NO_STEP = 0xFFFF_FFFF;

    private final int stream;

    Draw(int stream) {
        this.stream = stream;
    }

    int stream() {
        return stream;
    }
}
