package io.unstir.sampler.bench;

import io.unstir.sampler.canvas.Canvas;
import io.unstir.sampler.engine.Course;
import io.unstir.sampler.engine.Engine;
import io.unstir.sampler.engine.Lane;
import io.unstir.sampler.engine.LaneEnd;
import io.unstir.sampler.engine.LaneListener;
import io.unstir.sampler.guidance.Guidance;
import io.unstir.sampler.job.JobRunner;
import io.unstir.sampler.model.Model;
import io.unstir.sampler.noise.PhiloxNoise;
import io.unstir.sampler.reverse.Recipe;
import io.unstir.sampler.schedule.TimestepSpacing;
import io.unstir.sampler.schedule.Trajectory;
import io.unstir.sampler.solver.SolverChoice;
import io.unstir.sampler.solver.Thresholding;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Jobs for a model, as people send them: solvers, step counts and guidance differ. */
record BenchmarkJobs(Model model) {
    private static final List<String> SOLVERS = List.of("ddim", "dpm++2m", "euler-ancestral", "heun", "unipc", "ddpm");
    private static final int[] STEPS = {10, 20, 30, 15, 25};

    /** A job that was submitted. */
    static final class Submitted implements LaneListener {
        private final CountDownLatch left;
        private volatile boolean cancelled;
        private volatile boolean failed;
        private volatile long endedAt;

        private Submitted(int images) {
            left = new CountDownLatch(images);
        }

        @Override
        public void stepped() {
            // Only ends count here.
        }

        @Override
        public void left(LaneEnd end) {
            failed |= end instanceof LaneEnd.Failed;
            endedAt = System.nanoTime();
            left.countDown();
        }

        @Override
        public boolean cancelled() {
            return cancelled;
        }

        void cancel() {
            cancelled = true;
        }

        /** When it ended, on the clock of {@link System#nanoTime}. */
        long await() throws InterruptedException {
            left.await();
            if (failed) {
                throw new IllegalStateException("a job of the benchmark failed");
            }
            return endedAt;
        }
    }

    /** The {@code i}-th of a list without end: 1 or 2 images, 10 to 30 steps, every third guided. */
    Submitted submit(Engine engine, int i) throws InterruptedException {
        // On a model without text both rows are the same; that costs as much.
        var guidance = i % 3 == 0 ? new Guidance(3, 0, 1, 0) : Guidance.NONE;
        return submit(engine, SOLVERS.get(i % SOLVERS.size()), STEPS[i % STEPS.length], guidance, 1 + i % 2, i);
    }

    /** One image by DDIM. */
    Submitted submit(Engine engine, int steps, int seed) throws InterruptedException {
        return submit(engine, "ddim", steps, Guidance.NONE, 1, seed);
    }

    private Submitted submit(Engine engine, String name, int steps, Guidance guidance, int images, int seed)
            throws InterruptedException {
        var solver = SolverChoice.of(name).solver().orElseThrow();
        var trajectory =
                Trajectory.of(model.schedule(), TimestepSpacing.TRAILING, steps, solver.grid(), solver.stages());
        var size = model.session().sample();
        var course = new Course(
                model.session(),
                model.schedule().trainingSteps(),
                Canvas.ofModel(size.channels(), size.height(), size.width()),
                Recipe.plain(trajectory, solver, model.prediction(), new Thresholding.Clip()),
                guidance,
                model.encode("a red heart"),
                model.encode(""));
        var submitted = new Submitted(images);
        for (int image = 0; image < images; image++) {
            var noise = new PhiloxNoise(seed, image, size.elements());
            engine.submit(new Lane(course, noise, image, JobRunner.INTERACTIVE_WEIGHT / images, submitted));
        }
        return submitted;
    }
}
