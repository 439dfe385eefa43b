package io.unstir.sampler.reverse;

import io.unstir.sampler.noise.Draw;
import io.unstir.sampler.noise.Noise;
import io.unstir.sampler.schedule.Move;
import io.unstir.sampler.schedule.Node;
import io.unstir.sampler.schedule.Resampling;
import io.unstir.sampler.schedule.Step;
import io.unstir.sampler.solver.Denoised;
import io.unstir.sampler.solver.History;
import java.util.List;

/**
 * One image on its way from noise to x_0. Whoever drives it asks the model what {@link #node} says about {@link #question}, and hands over the {@link #answer};
 * the rest is here: the model's answer becomes image and noise, the solver makes a step of them, and what is known of the image is put back.
 */
public final class ReverseProcess {
    private final Recipe recipe;
    private final Noise noise;
    private final List<Move> moves;
    private final double[] x;
    private final double[] question;
    private final double[] known;
    private final Denoised denoised;
    private final History history;
    private int next;

    /** @param elements channels x height x width */
    public ReverseProcess(Recipe recipe, Noise noise, int elements) {
        this.recipe = recipe;
        this.noise = noise;
        this.moves = recipe.trajectory().moves();
        this.x = new double[elements];
        this.question = new double[elements];
        this.denoised = Denoised.ofSize(elements, recipe.learnedVariance());
        this.history = new History(recipe.solver().memory(), elements);
        double[] z = noise.start();
        recipe.beginning().set(x, recipe.trajectory(), z);
        this.known = recipe.known().isPresent() ? z.clone() : new double[0];
        keepKnown(recipe.trajectory().start(), Draw.NO_STEP);
    }

    public boolean arrived() {
        return next == moves.size();
    }

    /** When the model is to be asked. */
    public Node node() {
        return step().asked();
    }

    /** What the model is to be asked about, {@code [channels, height, width]}; valid until the next call. */
    public double[] question() {
        double scale = node().scale();
        for (int i = 0; i < x.length; i++) {
            question[i] = scale * x[i];
        }
        return question;
    }

    /** Takes what the model says, the variance's part behind the prediction where it says that too, and goes on to the next question. */
    public void answer(double[] output) {
        Step step = step();
        recipe.prediction().denoise(output, x, step.asked(), recipe.thresholding(), denoised);
        recipe.solver().step(step, denoised, x, history, noise);
        keepKnown(step.to(), next);
        next++;
        while (!arrived() && moves.get(next) instanceof Move.Renoise back) {
            goBack(back);
        }
    }

    /** x, {@code [channels, height, width]}: the image once arrived. */
    public double[] x() {
        return x;
    }

    /** The image as the model saw it at the last question, {@code [channels, height, width]}. */
    public double[] predictedImage() {
        return denoised.x0();
    }

    private Step step() {
        return ((Move.Denoise) moves.get(next)).step();
    }

    private void goBack(Move.Renoise back) {
        double kept = StrictMath.sqrt(back.ratio());
        double fresh = StrictMath.sqrt(1 - back.ratio());
        double[] z = noise.draw(Draw.RENOISE, back.index());
        for (int i = 0; i < x.length; i++) {
            x[i] = kept * x[i] + fresh * z[i];
        }
        history.forget();
        keepKnown(back.to(), next);
        next++;
    }

    /**
     * Along a trajectory that is gone once, what is known keeps the noise it started with, so that a solver sees a smooth way; RePaint draws
     * it anew each time.
     */
    private void keepKnown(Node at, int move) {
        if (recipe.known().isPresent()) {
            boolean once = recipe.trajectory().resampling().equals(Resampling.NONE);
            recipe.known().get().keep(x, at, once ? known : noise.draw(Draw.KNOWN, move));
        }
    }
}
