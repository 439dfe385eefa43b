package io.unstir.gateway.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.unstir.gateway.it.TestModels;
import io.unstir.proto.v1.CheckpointEvent;
import org.junit.jupiter.api.Test;

class ModelsTest {
    private final Models two =
            Models.NONE.after(TestModels.published("emoji", "1", "a")).after(TestModels.published("emoji", "2", "b"));

    @Test
    void aNameIsItsNewestVersion() {
        assertThat(two.resolve("emoji")).map(Model::id).hasValue("emoji@2");
        assertThat(two.resolve("emoji@1")).map(Model::digest).hasValue("a");
        assertThat(two.resolve("emoj")).isEmpty();
        assertThat(two.resolve("")).isEmpty();
    }

    @Test
    void aRetiredVersionIsForgotten() {
        // When
        var after = two.after(TestModels.retired("emoji", "2"));

        // Then
        assertThat(after.resolve("emoji")).map(Model::id).hasValue("emoji@1");
        assertThat(after.resolve("emoji@2")).isEmpty();
    }

    @Test
    void aVersionPublishedAgainIsTheNewest() {
        // When
        var after = two.after(TestModels.published("emoji", "1", "c"));

        // Then
        assertThat(after.resolve("emoji")).map(Model::digest).hasValue("c");
        assertThat(after.published()).hasSize(2);
    }

    @Test
    void anEventOfALaterReleaseChangesNothing() {
        assertThat(two.after(CheckpointEvent.newBuilder()
                        .setModel("emoji")
                        .setVersion("2")
                        .build()))
                .isEqualTo(two);
    }

    @Test
    void readingTheTopicTwiceGivesTheSame() {
        assertThat(Models.NONE
                        .after(TestModels.published("emoji", "1", "a"))
                        .after(TestModels.published("emoji", "2", "b")))
                .isEqualTo(two);
    }
}
