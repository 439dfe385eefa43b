package io.unstir.trainer.bench;

import io.unstir.trainer.run.StepTimes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How fast a run's steps are: windows of steps, each with its wall time and what of it was computing; between them, where there is
 * one, PyTorch does as many. Each pair's first is the other's second in the next.
 */
final class Speed implements BenchmarkRun.Watch {
    private static final int WARM_UP = 3;

    private final int stepsOfWindow;
    private final int windows;
    private final Optional<PyTorchTrainer> other;
    private final Consumer<String> notes;
    private final List<Window> measured = new ArrayList<>();
    private final List<Double> others = new ArrayList<>();
    private long begin = System.nanoTime();
    private double firstStep;
    private StepTimes times = StepTimes.NONE;
    private int stepsDone;

    /** A window's wall time and, of it, what its steps say they did. */
    record Window(int steps, double seconds, StepTimes times) {
        double stepsPerSecond() {
            return steps / seconds;
        }
    }

    /**
     * @param firstStep seconds to the end of the first step, the start of the engine included
     * @param others seconds of PyTorch's windows; empty without it
     */
    record Result(double firstStep, List<Window> windows, List<Double> others) {
        double stepsPerSecond() {
            return median(windows.stream().mapToDouble(Window::stepsPerSecond).toArray());
        }

        /** Wall seconds of all windows. */
        double seconds() {
            return windows.stream().mapToDouble(Window::seconds).sum();
        }

        StepTimes times() {
            return windows.stream().map(Window::times).reduce(StepTimes.NONE, StepTimes::plus);
        }

        /** Percent of the windows' wall time. */
        double share(long nanos) {
            return nanos / 1e7 / seconds();
        }

        /** Percent of the windows' wall time in forward, backward and update. */
        double computing() {
            StepTimes times = times();
            return share(times.forward() + times.backward() + times.update());
        }

        /** Percent of the windows' wall time that is neither computing nor the moving average. */
        double rest() {
            return 100 - computing() - share(times().average());
        }

        /** PyTorch's time over ours, of each pair. */
        double[] ratios() {
            double[] ratios = new double[others.size()];
            for (int i = 0; i < ratios.length; i++) {
                ratios[i] = others.get(i) / windows.get(i).seconds();
            }
            return ratios;
        }

        static double median(double[] values) {
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            int middle = sorted.length / 2;
            return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        }
    }

    /** @param notes hears of each window */
    Speed(int windows, int stepsOfWindow, Optional<PyTorchTrainer> other, Consumer<String> notes) {
        this.windows = windows;
        this.stepsOfWindow = stepsOfWindow;
        this.other = other;
        this.notes = notes;
    }

    @Override
    public boolean stepped(long step, StepTimes stepTimes) {
        if (step == 1) {
            firstStep = (System.nanoTime() - begin) / 1e9;
        }
        if (step < WARM_UP) {
            return true;
        }
        if (step == WARM_UP) {
            other.ifPresent(pytorch -> pytorch.seconds(WARM_UP));
        } else {
            times = times.plus(stepTimes);
            stepsDone++;
            if (stepsDone < stepsOfWindow) {
                return true;
            }
            measured.add(new Window(stepsDone, (System.nanoTime() - begin) / 1e9, times));
            note("window %d of %d", measured.size(), measured.getLast().seconds());
            if (measured.size() % 2 == 1) {
                runOther();
            }
        }
        if (measured.size() == windows) {
            return false;
        }
        if (measured.size() % 2 == 1) {
            runOther();
        }
        times = StepTimes.NONE;
        stepsDone = 0;
        begin = System.nanoTime();
        return true;
    }

    private void runOther() {
        other.ifPresent(pytorch -> {
            others.add(pytorch.seconds(stepsOfWindow));
            note("window %d of %d, PyTorch", others.size(), others.getLast());
        });
    }

    private void note(String what, int number, double seconds) {
        notes.accept(String.format(Locale.ROOT, what + ": %.2f s", number, windows, seconds));
    }

    Result result() {
        return new Result(firstStep, List.copyOf(measured), List.copyOf(others));
    }
}
