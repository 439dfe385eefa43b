package io.unstir.gateway.publish;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentSubmissionsTest {
    @Test
    void onlyTheNewestAreKept() {
        // Given
        var recent = new RecentSubmissions<String>(2);

        // When
        recent.add("1", "a");
        recent.add("2", "b");
        recent.add("3", "c");

        // Then
        assertThat(recent.find("1")).isEmpty();
        assertThat(recent.find("2")).hasValue("b");
        assertThat(recent.find("3")).hasValue("c");
    }
}
