package io.unstir.local.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.unstir.local.json.Json;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ScoreTableTest {
    private static final String SCORES = """
            {"pictures": %d, "frechet_distance": %s, "kernel_distance": 0.5, "precision": 0.1, "recall": 0.2,
             "density": 0.3, "coverage": 0.4, "sliced_wasserstein": 0.05%s}""";

    private static final String REPORT = """
            {"checkpoint": {"model": "emoji", "version": "1", "digest": "c0ffee00c0ffee00", "trained_on": "%s"},
             "data": {"digest": "da7ada7ada7ada7a", "pictures": 1900, "reference_pictures": 950},
             "classifier": {"digest": "c1a55c1a55c1a55c", "task": "%s", "classes": 10, "held_out_accuracy": 0.67,
                            "held_out_pictures": 285},
             %s
             "runs": [{"solver": "ddim", "steps": 10, "guidance_scale": 3.0, "seed": 1, "images": 500,
                       "scores": %s, "floor": %s, "ceiling": %s}]}""";

    @Test
    void theModelStandsBetweenFloorAndCeiling() throws IOException {
        var table = new ScoreTable(Json.read(REPORT.formatted(
                "da7ada7ada7ada7a",
                "categories",
                "",
                SCORES.formatted(500, "12.345", ", \"prompt_agreement\": 0.61"),
                SCORES.formatted(500, "3.1", ", \"prompt_agreement\": 0.67"),
                SCORES.formatted(500, "315.0", ", \"prompt_agreement\": 0.1"))));

        assertThat(String.join("\n", table.lines())).isEqualTo("""
                emoji@1, checkpoint c0ffee00c0ff
                compared with 950 of the 1900 pictures of data set da7ada7ada7a, which it was trained on
                in features of classifier c1a55c1a55c1, which tells 10 categories and is right about 67.0 % of 285 pictures it never saw

                                                    Fréchet    kernel precision  recall  density  coverage sliced W  agrees
                floor: other real pictures (500)       3.10     0.500     0.100   0.200    0.300     0.400   0.0500  67.0 %
                ddim, 10 steps, guidance 3.0 (500)    12.35     0.500     0.100   0.200    0.300     0.400   0.0500  61.0 %
                ceiling: noise (500)                 315.00     0.500     0.100   0.200    0.300     0.400   0.0500  10.0 %""");
    }

    @Test
    void whyThereIsNoAgreementIsSaidAndOtherDataAreNamed() throws IOException {
        var table = new ScoreTable(Json.read(REPORT.formatted(
                "0ddda7a00ddda7a0",
                "rotations",
                "\"without_prompt_agreement\": \"the data set has no categories\",",
                SCORES.formatted(500, "1", ""),
                SCORES.formatted(500, "1", ""),
                SCORES.formatted(500, "1", ""))));

        assertThat(table.lines())
                .contains("no prompt agreement: the data set has no categories")
                .anyMatch(line -> line.endsWith("data set da7ada7ada7a; it was trained on 0ddda7a00ddd"))
                .anyMatch(line -> line.startsWith("ceiling") && line.endsWith(" -"));
    }
}
