package io.unstir.trainer.run;

import ai.djl.ndarray.NDManager;
import io.unstir.trainer.optimizer.MovingAverage;
import io.unstir.trainer.optimizer.Parameters;
import io.unstir.trainer.optimizer.PostHocAverage;
import io.unstir.trainer.optimizer.PostHocAverage.Snapshot;
import io.unstir.trainer.optimizer.PowerAverage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The moving averages a run keeps, of which one is published. */
sealed interface Averages {
    /** Sets of tensors that belong to the run's state, by name. */
    Map<String, Parameters> sets();

    /** @param step counted from 1 */
    void update(Parameters weights, long step);

    /** Called where a step's state is worth keeping, before its checkpoint is: a run that goes on there finds what it kept. */
    void keep(long step);

    /**
     * The weights to publish after {@code step} steps.
     *
     * @param manager of what has to be put together for it
     */
    Parameters published(long step, NDManager manager);

    /** One exponential average. */
    record Exponential(MovingAverage average) implements Averages {
        static final String SET = "average";

        @Override
        public Map<String, Parameters> sets() {
            return Map.of(SET, average.average());
        }

        @Override
        public void update(Parameters weights, long step) {
            average.update(weights, step);
        }

        @Override
        public void keep(long step) {}

        @Override
        public Parameters published(long step, NDManager manager) {
            return average.average();
        }
    }

    /**
     * Two power averages, kept now and then, of which any other is put together (Karras et al. 2024, section 3.2).
     *
     * @param width relative width of the published average
     * @param every steps between snapshots
     */
    record PostHoc(PowerAverage narrow, PowerAverage wide, Checkpoints snapshots, double width, int every)
            implements Averages {
        static final String NARROW = "average-narrow";
        static final String WIDE = "average-wide";
        static final double NARROW_WIDTH = 0.05;
        static final double WIDE_WIDTH = 0.10;

        @Override
        public Map<String, Parameters> sets() {
            var sets = new LinkedHashMap<String, Parameters>();
            sets.put(NARROW, narrow.average());
            sets.put(WIDE, wide.average());
            return sets;
        }

        @Override
        public void update(Parameters weights, long step) {
            narrow.update(weights, step);
            wide.update(weights, step);
        }

        @Override
        public void keep(long step) {
            if (step % every == 0) {
                snapshots.write(new Checkpoints.State(step, sets()));
            }
        }

        @Override
        public Parameters published(long step, NDManager manager) {
            List<Long> kept = new ArrayList<>(
                    snapshots.steps().stream().filter(s -> s < step).toList());
            var all = new ArrayList<Snapshot>();
            kept.add(step);
            for (long at : kept) {
                all.add(new Snapshot(at, narrow.exponent()));
                all.add(new Snapshot(at, wide.exponent()));
            }
            double[] coefficients = PostHocAverage.coefficients(all, step, width);
            Parameters sum = narrow.average().copy();
            sum.tensors().values().forEach(tensor -> {
                tensor.attach(manager);
                tensor.subi(tensor);
            });
            for (int i = 0; i < kept.size(); i++) {
                try (NDManager scratch = manager.newSubManager()) {
                    Map<String, Parameters> sets = kept.get(i) == step
                            ? sets()
                            : snapshots.at(kept.get(i), scratch).sets();
                    sum.add(sets.get(NARROW), (float) coefficients[2 * i]);
                    sum.add(sets.get(WIDE), (float) coefficients[2 * i + 1]);
                }
            }
            return sum;
        }
    }
}
