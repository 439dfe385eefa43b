package io.unstir.trainer.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.unstir.trainer.run.StepTimes;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrainerReportTest {
    private static final long MILLI = 1_000_000;

    /** A window of a second, 970 ms of it computing. */
    private static final Speed.Result PLAIN = new Speed.Result(
            2,
            List.of(new Speed.Window(3, 1, new StepTimes(300 * MILLI, 640 * MILLI, 30 * MILLI, 10 * MILLI))),
            List.of(1.5));

    private static final Speed.Result CAPTIONED = new Speed.Result(
            2,
            List.of(new Speed.Window(3, 2, new StepTimes(700 * MILLI, 1200 * MILLI, 60 * MILLI, 20 * MILLI))),
            List.of());

    private final TrainerReport report = new TrainerReport(
            1234,
            32,
            16,
            2,
            PLAIN,
            CAPTIONED,
            2,
            List.of(new Memory.Reading(100, 512, 20)),
            Optional.of(new JsonMapper().createObjectNode().put("torch", "9")));

    @Test
    void theTableSaysWhatWasMeasured() {
        assertThat(report.table().lines())
                .contains(
                        "| steps/s, median of 1 windows | 3.000 |",
                        "| images/s | 48.0 |",
                        "| wall time in backward | 64.0 % |",
                        "| forward, backward and update | 97.0 % |",
                        "| moving average | 1.0 % |",
                        "| everything else | 2.0 % |",
                        "| captioned, from the cache: steps/s | 1.500 |",
                        "| captioned: forward, backward and update | 98.0 % |",
                        "| captioned: everything else, data among it | 1.0 % |",
                        "| PyTorch 9 eager, steps/s, median | 2.000 |",
                        "| times as fast, median of 1 alternating pairs | 1.50 |",
                        "| 100 | 512 | 20.0 |");
    }

    @Test
    void theDocumentSaysTheSame() throws JsonProcessingException {
        JsonNode document = new JsonMapper().readTree(report.json());

        assertThat(document.at("/share_of_wall_time/forward_backward_update").asDouble())
                .isCloseTo(0.97, within(1e-9));
        assertThat(document.at("/captioned/share_of_wall_time/forward_backward_update")
                        .asDouble())
                .isCloseTo(0.98, within(1e-9));
        assertThat(document.at("/captioned/steps_per_second").asDouble()).isEqualTo(1.5);
        assertThat(document.at("/pytorch/median_ratio").asDouble()).isEqualTo(1.5);
        assertThat(document.at("/memory/readings/0/resident_mib").asDouble()).isEqualTo(512);
    }
}
