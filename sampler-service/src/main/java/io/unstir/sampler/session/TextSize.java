package io.unstir.sampler.session;

/** The shape of the prompt rows of one row of a denoiser; {@link #NONE} for a model without text. */
public record TextSize(int tokens, int width) {
    public static final TextSize NONE = new TextSize(0, 0);

    public TextSize {
        if (tokens < 0 || width < 0 || (tokens == 0) != (width == 0)) {
            throw new IllegalArgumentException(
                    "text.max_tokens and text.width must both be above 0 (got %d and %d)".formatted(tokens, width));
        }
    }

    public int elements() {
        return tokens * width;
    }

    public boolean present() {
        return tokens > 0;
    }
}
