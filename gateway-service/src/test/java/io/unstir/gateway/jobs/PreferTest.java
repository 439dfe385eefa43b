package io.unstir.gateway.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreferTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wait=10 | 10",
                "respond-async, wait=5 | 5",
                "Wait = \"7\" | 7",
                "return=minimal; foo, wait=3; bar | 3",
                "wait=0 | 0",
                "wait=3600 | 60",
                "wait=4, wait=9 | 4"
            })
    void aClientThatWouldWaitIsUnderstood(String header, long seconds) {
        assertThat(Prefer.waiting(List.of(header)))
                .hasValueSatisfying(prefer -> assertThat(prefer.patience()).hasSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "respond-async", "wait", "wait=", "wait=-1", "wait=soon", "await=3", "wait=12345678901"})
    void whatIsNoSuchPreferenceIsPassedOver(String header) {
        assertThat(Prefer.waiting(List.of(header))).isEmpty();
    }

    @Test
    void preferencesMayStandInManyHeaders() {
        assertThat(Prefer.waiting(List.of("respond-async", "wait=2")))
                .hasValueSatisfying(prefer -> assertThat(prefer.applied()).isEqualTo("wait=2"));
    }
}
