package io.unstir.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.unstir.local.chaos.Fault.Harm;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiaryTest {
    private static final Duration PATIENCE = Duration.ofMillis(300);

    private final Diary diary = new Diary(List::of, PATIENCE);

    @Test
    void aFaultThatHitsNobodyFailsTheRun() {
        assertThatThrownBy(() -> diary.strike(fault(new Harm(() -> {}, () -> false)), List.of()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("nobody was hit");
        assertThat(diary.entries()).isEmpty();
    }

    @Test
    void aServiceThatDoesNotComeBackFailsTheRun() {
        var waiting = new Diary(() -> List.of("storage"), PATIENCE);

        assertThatThrownBy(() -> waiting.strike(fault(new Harm(() -> {}, () -> true)), List.of()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("[storage] not ready");
    }

    @Test
    void aFaultThatWasOvercomeIsWrittenDown() throws Exception {
        diary.strike(fault(new Harm(() -> {}, () -> true)), List.of(7));

        assertThat(diary.entries()).singleElement().satisfies(entry -> assertThat(entry.jobs())
                .containsExactly(7));
    }

    private static Fault fault(Harm harm) {
        return new Fault("a fault", "somebody", Duration.ZERO, () -> harm);
    }
}
