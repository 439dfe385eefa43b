package io.unstir.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.unstir.proto.v1.TrainingProgressed;
import io.unstir.proto.v1.TrainingStarted;
import io.unstir.trainer.preview.Preview;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What somebody who watches a training reads. */
class ProgressLinesTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long nanos;

    @Test
    void linesTellLossRateAndTimeLeft() {
        ProgressLines lines = started(false, 0);

        afterSeconds(20, lines, 10);
        afterSeconds(20, lines, 20);

        assertThat(printed()).endsWith("""
                        step 10 of 4000, loss 0.2500, 16.0 images/s, 2 h 13 min left
                        step 20 of 4000, loss 0.2500, 16.0 images/s, 2 h 12 min left
                        """);
    }

    @Test
    void whatAnEarlierTryDidIsNoPaceOfThisOne() {
        ProgressLines lines = started(false, 3980);

        afterSeconds(20, lines, 3990);
        afterSeconds(20, lines, 4000);

        assertThat(printed()).endsWith("""
                        step 3990 of 4000, loss 0.2500, 16.0 images/s, 20 s left
                        step 4000 of 4000, loss 0.2500, 16.0 images/s
                        """);
    }

    @Test
    void linesAreTenSecondsApart() {
        ProgressLines lines = started(false, 0);

        for (int step = 1; step <= 30; step++) {
            afterSeconds(1, lines, step);
        }

        assertThat(printed().lines().filter(line -> line.startsWith("step"))).hasSize(3);
    }

    @Test
    void terminalHasABarDrawnOverItself() {
        ProgressLines lines = started(true, 0);

        afterSeconds(1, lines, 1000);
        lines.sampled(1000, new Preview(Path.of("samples/step-001000.png"), Path.of("loss.png")));
        afterSeconds(1, lines, 4000);

        assertThat(printed())
                .contains("\r\033[K[██████··················] step 1000 of 4000, loss 0.2500, 16.0 images/s, 3 s left")
                .contains("\r\033[Ksamples in samples/step-001000.png\n")
                .endsWith("\r\033[Kstep 4000 of 4000, loss 0.2500, 16.0 images/s\n");
    }

    private ProgressLines started(boolean terminal, long fromStep) {
        var lines = new ProgressLines(new PrintStream(bytes, true, StandardCharsets.UTF_8), terminal, () -> nanos);
        lines.started(TrainingStarted.newBuilder()
                .setModel("cats")
                .setVersion("1")
                .setFromStep(fromStep)
                .setTotalSteps(4000)
                .build());
        return lines;
    }

    private void afterSeconds(long seconds, ProgressLines lines, long step) {
        nanos += seconds * 1_000_000_000L;
        lines.progressed(TrainingProgressed.newBuilder()
                .setStep(step)
                .setTotalSteps(4000)
                .setLoss(0.25)
                .setImagesPerSecond(16)
                .build());
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
