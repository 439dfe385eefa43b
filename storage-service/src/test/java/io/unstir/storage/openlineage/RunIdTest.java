package io.unstir.storage.openlineage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class RunIdTest {
    @Test
    void anIdThatIsAUuidIsTheRunsId() {
        var id = "0199a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b";

        assertThat(RunId.of(id)).hasToString(id);
    }

    @Test
    void everyOtherIdGivesOneUuidOfItsOwn() {
        // Python: uuid5(uuid5(NAMESPACE_DNS, "runs.unstir.io"), "emoji-first")
        assertThat(RunId.of("emoji-first")).isEqualTo(UUID.fromString("e58d2c51-0afe-57ba-a1d8-49e319a50254"));
        assertThat(RunId.of("1-1-1-1-1")).hasToString(RunId.of("1-1-1-1-1").toString());
        assertThat(RunId.of("1-1-1-1-1").version()).isEqualTo(5);
    }
}
