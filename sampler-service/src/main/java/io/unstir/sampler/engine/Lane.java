package io.unstir.sampler.engine;

import io.unstir.sampler.noise.Noise;
import io.unstir.sampler.schedule.Step;
import io.unstir.sampler.solver.Denoised;
import java.nio.FloatBuffer;

/** One image on its way from noise to x_0, with the memory its steps need. Owned by the engine's thread once submitted. */
public final class Lane {
    private final Course course;
    private final Noise noise;
    private final int image;
    private final LaneListener listener;
    private final double[] x;
    private final double[] output;
    private final Denoised denoised;
    private int step;

    public Lane(Course course, Noise noise, int image, LaneListener listener) {
        int elements = course.session().sample().elements();
        this.course = course;
        this.noise = noise;
        this.image = image;
        this.listener = listener;
        this.x = noise.draw(Noise.START).clone();
        this.output = new double[elements];
        this.denoised = Denoised.ofSize(elements);
    }

    Course course() {
        return course;
    }

    int rows() {
        return course.guidance().rows();
    }

    boolean cancelled() {
        return listener.cancelled();
    }

    boolean finished() {
        return step == course.trajectory().length();
    }

    /** Writes this lane's rows of the next run: the conditional one, then, where guidance is active, the unconditional one. */
    void ask(int row) {
        int timestep = course.trajectory().step(step).timestep();
        course.session().put(row, x, timestep, course.conditional());
        if (course.guidance().active()) {
            course.session().put(row + 1, x, timestep, course.unconditional());
        }
    }

    /** Takes the model's answer and does a step. */
    void advance(FloatBuffer outputs, int row) {
        Step now = course.trajectory().step(step);
        course.guidance().combine(outputs, row * x.length, output);
        course.prediction().denoise(output, x, now.alphaBar(), course.thresholding(), denoised);
        course.solver().step(now, denoised, x, noise);
        step++;
        listener.stepped();
    }

    void finish() {
        for (double value : x) {
            if (!Double.isFinite(value)) {
                fail(new NotFiniteException(image));
                return;
            }
        }
        listener.left(new LaneEnd.Finished(image, x));
    }

    void fail(RuntimeException cause) {
        listener.left(new LaneEnd.Failed(image, cause));
    }

    void cancel() {
        listener.left(new LaneEnd.Cancelled(image));
    }
}
