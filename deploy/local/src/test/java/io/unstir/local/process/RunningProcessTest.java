package io.unstir.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RunningProcessTest {
    private final RunningProcess self = RunningProcess.of(ProcessHandle.current());

    @Test
    void livingProcessIsFound() {
        assertThat(self.isAlive()).isTrue();
    }

    @Test
    void processThatGotTheSameNumberLaterIsAnother() {
        var earlier = new RunningProcess(self.pid(), self.started().minus(Duration.ofMinutes(1)));

        assertThat(earlier.find()).isEmpty();
    }

    @Test
    void wordsAreThoseOfTheCommandLine() {
        assertThat(RunningProcess.words(ProcessHandle.current()).getFirst()).endsWith("java");
    }

    @Test
    void memoryOfThisJvmIsMoreThanAFewMegabytes() {
        assertThat(self.residentBytes().orElseThrow()).isGreaterThan(10_000_000);
    }
}
