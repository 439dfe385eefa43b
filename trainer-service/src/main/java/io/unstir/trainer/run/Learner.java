package io.unstir.trainer.run;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import io.unstir.trainer.config.TrainingConfig;
import io.unstir.trainer.config.TrainingConfig.Average;
import io.unstir.trainer.network.Network;
import io.unstir.trainer.optimizer.AdamW;
import io.unstir.trainer.optimizer.MovingAverage;
import io.unstir.trainer.optimizer.Parameters;
import io.unstir.trainer.optimizer.PowerAverage;
import io.unstir.trainer.run.Checkpoints.State;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Everything of a run that a step changes: weights, Adam's moments and the moving averages. */
record Learner(Parameters weights, AdamW optimizer, Averages averages) {
    private static final String WEIGHTS = "weights";
    private static final String MEAN = "mean";
    private static final String VARIANCE = "variance";

    /** Before the first step: weights drawn from the seed. */
    static Learner fresh(TrainingConfig.Training config, Network network, Path folder, NDManager manager) {
        Engine.getInstance().setRandomSeed(Long.hashCode(config.seed()));
        return from(Parameters.initial(manager, network.parameters()), config, network, folder, manager);
    }

    /** Before the first step, with these weights. */
    static Learner from(
            Parameters weights, TrainingConfig.Training config, Network network, Path folder, NDManager manager) {
        return of(
                config,
                folder,
                weights,
                Parameters.zeros(manager, network.parameters()),
                Parameters.zeros(manager, network.parameters()),
                _ -> weights.copy());
    }

    /** As it was when {@link #state} was kept. */
    static Learner resumed(TrainingConfig.Training config, State state, Path folder) {
        Map<String, Parameters> sets = state.sets();
        return of(config, folder, sets.get(WEIGHTS), sets.get(MEAN), sets.get(VARIANCE), sets::get);
    }

    private static Learner of(
            TrainingConfig.Training config,
            Path folder,
            Parameters weights,
            Parameters mean,
            Parameters variance,
            Function<String, Parameters> averages) {
        return new Learner(
                weights,
                new AdamW(mean, variance, config.weightDecay()),
                switch (config.average()) {
                    case Average.Exponential(double decay) ->
                        new Averages.Exponential(new MovingAverage(averages.apply(Averages.Exponential.SET), decay));
                    case Average.PostHoc(double width, int every) ->
                        new Averages.PostHoc(
                                PowerAverage.ofWidth(
                                        averages.apply(Averages.PostHoc.NARROW), Averages.PostHoc.NARROW_WIDTH),
                                PowerAverage.ofWidth(
                                        averages.apply(Averages.PostHoc.WIDE), Averages.PostHoc.WIDE_WIDTH),
                                new Checkpoints(folder.resolve("snapshots"), Integer.MAX_VALUE),
                                width,
                                every);
                });
    }

    State state(long step) {
        var sets = new LinkedHashMap<String, Parameters>();
        sets.put(WEIGHTS, weights);
        sets.put(MEAN, optimizer.mean());
        sets.put(VARIANCE, optimizer.variance());
        sets.putAll(averages.sets());
        return new State(step, sets);
    }
}
