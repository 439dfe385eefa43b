package io.unstir.sampler.schedule;

import java.util.ArrayList;
import java.util.List;

/** The steps that lead from noise to an image. */
public record Trajectory(List<Step> steps) {
    public Trajectory {
        steps = List.copyOf(steps);
    }

    public static Trajectory of(NoiseSchedule schedule, TimestepSpacing spacing, int count) {
        int[] timesteps = spacing.timesteps(count, schedule.trainingSteps());
        var steps = new ArrayList<Step>(count);
        for (int i = 0; i < count; i++) {
            boolean last = i == count - 1;
            double previous = last ? 1 : schedule.alphaBar(timesteps[i + 1]);
            steps.add(new Step(i, timesteps[i], schedule.alphaBar(timesteps[i]), previous, last));
        }
        return new Trajectory(steps);
    }

    public int length() {
        return steps.size();
    }

    public Step step(int index) {
        return steps.get(index);
    }
}
