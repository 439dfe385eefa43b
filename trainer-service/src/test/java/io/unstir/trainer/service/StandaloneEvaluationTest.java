package io.unstir.trainer.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandaloneEvaluationTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                                                      | evaluate needs prompts or score",
                "prompts --images 9 --seed 1 --out p                                     | --manifest must be given",
                "prompts --manifest m --images 0 --seed 1 --out p                        | --images must be a whole number from 1",
                "prompts --manifest m --images 9 --seed -1 --out p                       | --seed must be a whole number from 0",
                "prompts --manifest m --images 9 --seed 1 --out p --publish k            | --publish is none of",
                "score --manifest m --out e                                              | --images must be given",
                "score --manifest m --images i --out e --publish k --publish l           | --publish must be given once"
            })
    void badUsageIsToldWithHowItIsUsed(String line, String reason) {
        assertThat(run(line)).isEqualTo(2);
        assertThat(out.toString(UTF_8)).contains(reason, "usage: evaluate prompts");
    }

    @Test
    void aManifestThatIsNotThereIsAFailure() {
        assertThat(run("prompts --manifest nowhere/unstir.json --images 9 --seed 1 --out p"))
                .isEqualTo(1);
        assertThat(out.toString(UTF_8)).startsWith("failed: ").contains("nowhere is no bundle");
    }

    private int run(String line) {
        String[] arguments = line.isEmpty() ? new String[0] : line.split(" +");
        return new StandaloneEvaluation(new PrintStream(out, true, UTF_8)).run(arguments);
    }
}
