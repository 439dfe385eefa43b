package io.unstir.sampler.session;

/**
 * What a denoiser takes and answers.
 *
 * @param learnedVariance whether the answer has twice the sample's channels
 */
public record DenoiserShape(SampleSize sample, ConditionShape condition, boolean learnedVariance) {

    public int outputChannels() {
        return learnedVariance ? 2 * sample.channels() : sample.channels();
    }

    /** Of one row's answer. */
    public int outputElements() {
        return outputChannels() * sample.height() * sample.width();
    }

    /** What the rows of the largest run take in memory, inputs and answers. */
    public long bytes(int rows) {
        long perRow = (long) sample.elements() + 1 + condition.elements() + outputElements();
        return Math.multiplyExact(perRow * Float.BYTES, rows);
    }
}
