package io.unstir.local.scale;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** How long a stage of a job's way takes that is not the model: as it was measured, each measurement as likely as the others. */
public record Delay(List<Double> seconds) {
    public static final Delay NONE = new Delay(List.of(0.0));

    public Delay {
        seconds = List.copyOf(seconds);
        if (seconds.isEmpty() || seconds.stream().anyMatch(each -> !(each >= 0))) {
            throw new IllegalArgumentException("a delay needs measurements of 0 or more (got " + seconds + ")");
        }
    }

    public static Delay millis(double millis) {
        return new Delay(List.of(millis / 1000));
    }

    /** Times in microseconds; those below 0, which two clocks can make of a very short time, are 0. */
    public static Delay micros(long[] micros) {
        return new Delay(
                Arrays.stream(micros).mapToObj(each -> Math.max(0, each) / 1e6).toList());
    }

    double draw(Random random) {
        return seconds.get(random.nextInt(seconds.size()));
    }

    public double median() {
        return seconds.stream().sorted().toList().get(seconds.size() / 2);
    }
}
