package io.unstir.sampler.text;

/** For a model that is told nothing, whatever the prompt says. */
public record NoPrompt() implements PromptReader {
    private static final float[] NOTHING = {};

    @Override
    public float[] encode(String prompt) {
        return NOTHING;
    }

    @Override
    public void close() {
        // There is nothing to close.
    }
}
