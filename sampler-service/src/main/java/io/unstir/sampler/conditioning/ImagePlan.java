package io.unstir.sampler.conditioning;

import io.unstir.sampler.canvas.Canvas;
import io.unstir.sampler.reverse.Beginning;
import io.unstir.sampler.reverse.Known;
import io.unstir.sampler.schedule.Resampling;
import io.unstir.sampler.schedule.Trajectory;
import java.util.Optional;

/**
 * How an image is made, as far as another image has a say in it.
 *
 * @param strength the part of the way that is gone
 */
public record ImagePlan(
        Canvas canvas, Beginning beginning, double strength, Optional<Known> known, Resampling resampling) {

    /** From noise alone. */
    static ImagePlan fromNoise(Canvas canvas) {
        return new ImagePlan(canvas, new Beginning.Noise(), 1, Optional.empty(), Resampling.NONE);
    }

    /** The part of the way that is gone, as often as is asked. */
    public Trajectory shape(Trajectory whole) {
        return whole.lastPart(strength).resampled(resampling);
    }
}
