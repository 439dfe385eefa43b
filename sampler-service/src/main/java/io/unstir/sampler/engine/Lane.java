package io.unstir.sampler.engine;

import io.unstir.sampler.canvas.Canvas;
import io.unstir.sampler.canvas.Mosaic;
import io.unstir.sampler.noise.Noise;
import io.unstir.sampler.reverse.ReverseProcess;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * One image in the engine. At each time it has some rows to ask: one for each window of the canvas, and two where guidance is active; they may be
 * asked in one run or in several. Owned by the engine's thread once submitted.
 */
public final class Lane {
    private final Course course;
    private final ReverseProcess process;
    private final int image;
    private final double share;
    private final LaneListener listener;
    private final List<Canvas.Window> windows;
    private final Mosaic conditional;
    private final Mosaic unconditional;
    private final double[] view;
    private double[] question = {};
    private boolean guided;
    private int rows;
    private int planned;
    private int asked;
    private int answered;
    private int steps;
    private double served;
    private double joined;

    /** @param share weight among the other lanes, above 0: twice the share is twice the rows where there are not enough for all */
    public Lane(Course course, Noise noise, int image, double share, LaneListener listener) {
        var canvas = course.canvas();
        this.course = course;
        this.process = new ReverseProcess(course.recipe(), noise, canvas.elements());
        this.image = image;
        this.share = share;
        this.listener = listener;
        this.windows = canvas.windows();
        int planes = canvas.channels() * (course.recipe().learnedVariance() ? 2 : 1);
        this.conditional = new Mosaic(canvas, planes);
        this.unconditional = course.guidance().active() ? new Mosaic(canvas, planes) : conditional;
        this.view = new double[course.session().sample().elements()];
        prepare();
    }

    Course course() {
        return course;
    }

    /** Rows it was given so far, over its share, and what the others had been given before it came. */
    double served() {
        return served;
    }

    /** What of that it was given itself, since it came. */
    double attained() {
        return served - joined;
    }

    /** A newcomer is not owed what was given before it came. */
    void joinAt(double clock) {
        served = clock;
        joined = clock;
    }

    boolean cancelled() {
        return listener.cancelled();
    }

    /** Rows to ask before it can go on, without those planned for the next run. */
    int rowsLeft() {
        return rows - planned;
    }

    /** So many of its rows will be in the next run. */
    void plan(int rows) {
        planned += rows;
    }

    /** Writes its next row into a row of the session's next run. */
    void ask(int row) {
        course.canvas().cut(windows.get(window(asked)), question, view);
        float[] text = ofConditional(asked) ? course.conditional() : course.unconditional();
        course.session().put(row, view, process.node().timestep(), text);
        asked++;
    }

    /** As if the rows without an answer had not been asked: there will be none. */
    void takeBackQuestions() {
        asked = answered;
    }

    /** Takes the answer to the row asked first of those without one; it starts at {@code offset}. */
    void answer(FloatBuffer answers, int offset) {
        Mosaic mosaic = ofConditional(answered) ? conditional : unconditional;
        mosaic.add(windows.get(window(answered)), answers, offset);
        answered++;
        served += 1 / share;
    }

    boolean answered() {
        return answered == rows;
    }

    /** Does a step with the answers. @return whether the lane is out of the engine */
    boolean advance() {
        double[] output = conditional.mean();
        if (guided) {
            course.guidance()
                    .combine(output, unconditional.mean(), course.canvas().elements());
        }
        if (!finite(output)) {
            listener.left(new LaneEnd.Failed(image, new NotFiniteException(image)));
            return true;
        }
        process.answer(output);
        steps++;
        listener.stepped();
        if (process.arrived()) {
            listener.left(
                    finite(process.x())
                            ? new LaneEnd.Finished(image, process.x())
                            : new LaneEnd.Failed(image, new NotFiniteException(image)));
            return true;
        }
        if (listener.wantsGlimpse(image, steps)) {
            double[] seen = process.predictedImage().clone();
            listener.glimpsed(new Glimpse(image, steps, course.evaluations(), course.canvas(), seen));
        }
        prepare();
        return false;
    }

    void fail(RuntimeException cause) {
        listener.left(new LaneEnd.Failed(image, cause));
    }

    void cancel() {
        listener.left(new LaneEnd.Cancelled(image));
    }

    private void prepare() {
        question = process.question();
        guided = course.guided(process.node());
        rows = windows.size() * (guided ? 2 : 1);
        planned = 0;
        asked = 0;
        answered = 0;
        conditional.clear();
        unconditional.clear();
    }

    private int window(int row) {
        return guided ? row / 2 : row;
    }

    private boolean ofConditional(int row) {
        return !guided || row % 2 == 0;
    }

    private static boolean finite(double[] values) {
        for (double value : values) {
            if (!Double.isFinite(value)) {
                return false;
            }
        }
        return true;
    }
}
