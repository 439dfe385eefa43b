package io.unstir.trainer.config;

/** What is kept of a picture's colours. */
public enum Colour {
    RGB(3),
    /** Luminance of Rec. ITU-R BT.601. */
    GREY(1);

    private final int channels;

    Colour(int channels) {
        this.channels = channels;
    }

    public int channels() {
        return channels;
    }
}
