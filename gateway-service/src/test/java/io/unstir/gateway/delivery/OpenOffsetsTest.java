package io.unstir.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenOffsetsTest {
    private final OpenOffsets offsets = new OpenOffsets();

    @Test
    void whatIsDoneBehindSomethingOpenDoesNotCountYet() {
        // Given
        offsets.add(4);
        offsets.add(5);
        offsets.add(7);

        // When
        offsets.close(5);

        // Then
        assertThat(offsets.doneTo()).isEqualTo(4);
        offsets.close(4);
        assertThat(offsets.doneTo()).isEqualTo(7);
        offsets.close(7);
        assertThat(offsets.doneTo()).isEqualTo(8);
    }

    @Test
    void theGroupIsToldOnce() {
        // Given
        assertThat(offsets.tell()).isFalse();
        offsets.add(4);
        offsets.close(4);

        // Then
        assertThat(offsets.tell()).isTrue();
        assertThat(offsets.tell()).isFalse();
    }
}
