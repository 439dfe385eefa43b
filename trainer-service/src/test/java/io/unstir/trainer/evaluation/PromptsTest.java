package io.unstir.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.unstir.trainer.data.DataSet;
import io.unstir.trainer.evaluation.Prompts.Prompt;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PromptsTest {
    @Test
    void everyPictureIsAskedForOnceBeforeAnyIsTwice() {
        var prompts = Prompts.draw(Patterns.dataSet(30), 60, 1).all();

        assertThat(prompts.subList(0, 30)).doesNotHaveDuplicates();
        assertThat(prompts.subList(30, 60)).containsExactlyInAnyOrderElementsOf(prompts.subList(0, 30));
    }

    @Test
    void aPromptThatStandsForSeveralCategoriesIsLeftOut() {
        assertThat(Prompts.draw(Patterns.dataSet(30), 90, 1).all())
                .extracting(Prompt::text)
                .doesNotContain("a pattern")
                .contains("across number 0");
    }

    @Test
    void aPromptComesWithTheCategoryOfItsPicture() {
        assertThat(Prompts.draw(Patterns.dataSet(30), 30, 1).all()).allSatisfy(prompt -> assertThat(prompt.text())
                .startsWith(prompt.category().orElseThrow()));
    }

    @Test
    void keptPicturesAreAskedForWhereThereAreAny() {
        var data = new DataSet(
                new Patterns(0, 30, Patterns.NAMES), Optional.of(new Patterns(100, 3, Patterns.NAMES)), List.of());

        assertThat(Prompts.draw(data, 6, 1).all())
                .extracting(Prompt::text)
                .containsOnly("down number 100", "plain number 101", "across number 102");
    }

    @Test
    void withoutCategoriesEveryCaptionWillDo() {
        var data = new DataSet(new Patterns(0, 3, List.of()), Optional.empty(), List.of());

        var prompts = Prompts.draw(data, 60, 1);

        assertThat(prompts.all()).extracting(Prompt::text).contains("a pattern", "plain number 2");
        assertThat(prompts.lines().lines()).first().asString().matches("\\{\"prompt\":\"[a-z0-9 ]+\"}");
    }

    @Test
    void theSeedDecides() {
        assertThat(Prompts.draw(Patterns.dataSet(30), 20, 5)).isEqualTo(Prompts.draw(Patterns.dataSet(30), 20, 5));
        assertThat(Prompts.draw(Patterns.dataSet(30), 20, 5)).isNotEqualTo(Prompts.draw(Patterns.dataSet(30), 20, 6));
    }
}
