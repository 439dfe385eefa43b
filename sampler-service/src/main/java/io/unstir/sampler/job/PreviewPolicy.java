package io.unstir.sampler.job;

import java.time.Duration;

/**
 * How much is shown of images that are being made.
 *
 * @param perImage about so many previews of an image; 0 for none
 * @param every least time between two previews of a job, and before its first
 * @param side longest side of a preview in pixels
 */
public record PreviewPolicy(int perImage, Duration every, int side) {
    public PreviewPolicy {
        if (perImage < 0) {
            throw new IllegalArgumentException("previews per image must be at least 0 (got %d)".formatted(perImage));
        }
        if (side < 1) {
            throw new IllegalArgumentException("a preview's side must be at least 1 (got %d)".formatted(side));
        }
    }
}
