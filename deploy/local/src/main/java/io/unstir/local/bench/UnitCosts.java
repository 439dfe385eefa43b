package io.unstir.local.bench;

import io.unstir.local.scale.Delay;
import io.unstir.local.scale.Overhead;
import io.unstir.local.scale.RunTime;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * What the stages of a job's way cost where it is alone: measured with one sampler, and all that a prediction takes from the machine.
 *
 * @param beside milliseconds that a run takes beside the delay it was told: the model itself, solver, timers
 */
record UnitCosts(Overhead overhead, double beside) {

    /**
     * Of jobs that were alone.
     *
     * @param told what a run of the rows of one step was told to take
     */
    static UnitCosts of(List<SentJobs.Sent> lone, int steps, double told) {
        var overhead = new Overhead(
                delay(lone, sent -> sent.job().at() - sent.job().posted()),
                delay(lone, sent -> sent.followed().started() - sent.job().at()),
                delay(lone, sent -> sent.followed().storingMicros()),
                // The broker's answer to the last event takes as long as its answer to the job.
                delay(lone, sent -> sent.job().brokerMicros()),
                delay(lone, sent -> sent.followed().seen() - sent.followed().succeeded()));
        double run = delay(lone, sent -> sent.followed().samplingMicros()).median() * 1000 / steps;
        return new UnitCosts(overhead, Math.max(0, run - told));
    }

    /** With what was measured beside, at each size. */
    RunTime runTime(RunTime told, int rows) {
        return new RunTime(IntStream.rangeClosed(1, rows)
                .mapToObj(size -> new RunTime.Point(size, told.seconds(size) * 1000 + beside))
                .toList());
    }

    private static Delay delay(List<SentJobs.Sent> lone, ToLongFunction<SentJobs.Sent> micros) {
        return Delay.micros(lone.stream().mapToLong(micros).toArray());
    }
}
