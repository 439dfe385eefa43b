package io.unstir.trainer.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.unstir.trainer.run.StepTimes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpeedTest {
    private static final long MILLI = 1_000_000;
    private static final StepTimes STEP = new StepTimes(2 * MILLI, 3 * MILLI, MILLI, MILLI);

    /** Stands in for the PyTorch side: says what it is, then answers 1, 2, 3, ... seconds. */
    private static final String COUNTING = """
            echo '{"torch": "none"}'
            n=0
            while read -r steps; do
                n=$((n + 1))
                echo "{\\"seconds\\": $n}"
            done
            """;

    @TempDir
    private Path folder;

    @Test
    void pairsAlternateWhoIsFirst() throws IOException {
        Path script = Files.writeString(folder.resolve("counting.sh"), COUNTING);
        var notes = new ArrayList<String>();
        try (var other = PyTorchTrainer.start("bash", script, 32, 32, 1, false)) {
            var speed = new Speed(4, 2, Optional.of(other), notes::add);

            int steps = train(speed);

            // Three to warm up, then four windows of two.
            assertThat(steps).isEqualTo(11);
            assertThat(notes)
                    .extracting(note -> note.substring(0, note.indexOf(':')))
                    .containsExactly(
                            "window 1 of 4",
                            "window 1 of 4, PyTorch",
                            "window 2 of 4, PyTorch",
                            "window 2 of 4",
                            "window 3 of 4",
                            "window 3 of 4, PyTorch",
                            "window 4 of 4, PyTorch",
                            "window 4 of 4");
            // The first answer was its own warm-up.
            assertThat(speed.result().others()).containsExactly(2.0, 3.0, 4.0, 5.0);
        }
    }

    @Test
    void windowsAddUpWhatTheirStepsSay() {
        var speed = new Speed(3, 2, Optional.empty(), note -> {});

        int steps = train(speed);

        assertThat(steps).isEqualTo(9);
        Speed.Result result = speed.result();
        assertThat(result.windows()).hasSize(3).allSatisfy(window -> {
            assertThat(window.steps()).isEqualTo(2);
            assertThat(window.times()).isEqualTo(STEP.plus(STEP));
        });
        assertThat(result.times().forward()).isEqualTo(12 * MILLI);
        assertThat(result.ratios()).isEmpty();
    }

    @Test
    void aRatioIsOfAPairAndTheMedianIsOfTheRatios() {
        var result = new Speed.Result(1, windows(2, 4, 1), List.of(3.0, 4.0, 2.0));

        assertThat(result.ratios()).containsExactly(1.5, 1, 2);
        assertThat(Speed.Result.median(result.ratios())).isEqualTo(1.5);
        assertThat(Speed.Result.median(new double[] {4, 1, 3, 2})).isEqualTo(2.5);
        assertThat(result.stepsPerSecond()).isEqualTo(3 / 2.0);
    }

    @Test
    void sharesAreOfTheWallTimeOfAllWindows() {
        // 14 ms of 20 ms are told of, 12 of them computing.
        var result = new Speed.Result(
                1, List.of(new Speed.Window(1, 0.008, STEP), new Speed.Window(1, 0.012, STEP)), List.of());

        assertThat(result.share(result.times().forward())).isCloseTo(20, within(1e-9));
        assertThat(result.computing()).isCloseTo(60, within(1e-9));
        assertThat(result.rest()).isCloseTo(30, within(1e-9));
    }

    private static List<Speed.Window> windows(double... seconds) {
        var windows = new ArrayList<Speed.Window>();
        for (double each : seconds) {
            windows.add(new Speed.Window(3, each, STEP));
        }
        return windows;
    }

    /** Steps until the watch has seen enough. */
    private static int train(Speed speed) {
        int step = 1;
        while (speed.stepped(step, STEP)) {
            step++;
        }
        return step;
    }
}
