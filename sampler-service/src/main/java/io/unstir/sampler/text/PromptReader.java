package io.unstir.sampler.text;

/** Makes of a prompt what a denoiser is told. Safe for many threads. */
public sealed interface PromptReader extends AutoCloseable permits PromptEncoder, ClassNames, NoPrompt {
    /**
     * @return shared, so not to be written to
     * @throws IllegalArgumentException when the model can't be told this
     */
    float[] encode(String prompt);

    @Override
    void close();
}
