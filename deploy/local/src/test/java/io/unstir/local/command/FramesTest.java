package io.unstir.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.unstir.local.api.Job;
import io.unstir.local.api.ServerEvent;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FramesTest {
    private static final Job JOB = new Job(
            "a",
            "succeeded",
            Optional.of("emoji@1"),
            1,
            2,
            List.of(new Job.Image(0, "00", "/0", 7), new Job.Image(1, "01", "/1", 8)),
            Optional.empty());

    @Test
    void framesThatDidNotComeAreMissing() {
        var frames = new Frames(2, Optional.empty());

        frames.take(JOB, preview(0, 2, 10));
        frames.take(JOB, preview(0, 4, 10));

        assertThat(frames.of("a", 0)).containsOnlyKeys(2, 4);
        assertThat(frames.missing(JOB)).isEqualTo(2 * 4 - 2);
    }

    @Test
    void whereNothingCameAllAreMissingThatWereAskedFor() {
        assertThat(new Frames(1, Optional.of(20)).missing(JOB)).isEqualTo(2 * 19);
        assertThat(new Frames(1, Optional.of(1)).missing(JOB)).isZero();
    }

    @Test
    void whereNothingCameAndNobodyToldOfStepsOneOfEachImageIs() {
        assertThat(new Frames(1, Optional.empty()).missing(JOB)).isEqualTo(2);
    }

    private static ServerEvent preview(int index, int step, int steps) {
        var png = Base64.getEncoder().encodeToString(new byte[] {1});
        return new ServerEvent(
                "preview", Optional.empty(), Map.of("index", index, "step", step, "steps", steps, "png", png));
    }
}
