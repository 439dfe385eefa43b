package io.unstir.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FindingsTest {
    private static final Map<Integer, String> NONE = Map.of();

    @Test
    void aRunWithoutAFaultIsNotGood() {
        var calm = new Findings(0, List.of(), NONE, NONE, NONE);

        assertThatThrownBy(calm::requireGood).hasMessageContaining("faults that struck");
    }

    @Test
    void aRunWithAFaultLessThanPlannedIsNotGood() {
        var spared = new Findings(2, List.of(struck("a", 0)), NONE, NONE, NONE);

        assertThatThrownBy(spared::requireGood).hasMessageContaining("faults that struck");
    }

    @Test
    void oneJobThatIsLostDoubledOrChangedSpoilsTheRun() {
        var struck = List.of(struck("a", 0));
        var one = Map.of(0, "what is known of it");

        new Findings(1, struck, NONE, NONE, NONE).requireGood();
        assertThatThrownBy(() -> new Findings(1, struck, one, NONE, NONE).requireGood())
                .hasMessageContaining("lost");
        assertThatThrownBy(() -> new Findings(1, struck, NONE, one, NONE).requireGood())
                .hasMessageContaining("doubled");
        assertThatThrownBy(() -> new Findings(1, struck, NONE, NONE, one).requireGood())
                .hasMessageContaining("changed");
    }

    @Test
    void theTableSaysOfEachFaultWhatItCost() {
        var findings = new Findings(
                3, List.of(struck("a", 0, 1), struck("b", 2), struck("a", 3)), Map.of(3, "gone"), NONE, NONE);

        assertThat(findings.table()).endsWith("| a | 2 | 4.0 | 3 | 1 | 0 | 0 |\n| b | 1 | 3.0 | 1 | 0 | 0 | 0 |\n");
    }

    /** Recovers after as many seconds as it is old: one more than its last job's number. */
    private static Diary.Entry struck(String name, Integer... jobs) {
        var fault = new Fault(name, "nobody", Duration.ZERO, () -> new Fault.Harm(() -> {}, () -> true));
        return new Diary.Entry(fault, Duration.ofSeconds(jobs[jobs.length - 1] + 1), List.of(jobs));
    }
}
