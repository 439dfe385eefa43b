package io.unstir.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.unstir.trainer.data.DataSet;
import io.unstir.trainer.evaluation.Report.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {
    private static final Subject SUBJECT = new Subject("patterns", "1", "a".repeat(64), "0".repeat(64));
    private static final DataSet DATA = Patterns.dataSet(240);

    @TempDir
    static Path classifiers;

    @TempDir
    Path folder;

    private static Report.Run good;

    @BeforeAll
    static void train(@TempDir Path made) throws IOException {
        good = evaluate(DATA, new Patterns(1000, 90, Patterns.NAMES).writeTo(made, 10))
                .runs()
                .getFirst();
    }

    @Test
    void aPerfectModelIsAsGoodAsOtherRealPictures() {
        assertThat(good.sampling()).isEqualTo(new Sampling("ddim", 10, 2.5, 7));
        assertThat(good.made().pictures()).isEqualTo(90);
        assertThat(good.floor().pictures()).isEqualTo(90);
        assertThat(good.made().frechetDistance())
                .isLessThan(0.05 * good.ceiling().frechetDistance());
        assertThat(good.floor().frechetDistance())
                .isLessThan(0.05 * good.ceiling().frechetDistance());
        assertThat(good.made().slicedWasserstein())
                .isCloseTo(
                        good.floor().slicedWasserstein(),
                        within(0.1 * good.ceiling().slicedWasserstein()));
        assertThat(good.made().manifolds().coverage())
                .isGreaterThan(0.5)
                .isGreaterThan(2 * good.ceiling().manifolds().coverage());
    }

    @Test
    void promptAgreementIsNextToWhatTheClassifierCanTell() {
        assertThat(good.made().promptAgreement().orElseThrow()).isGreaterThan(0.95);
        assertThat(good.floor().promptAgreement().orElseThrow()).isGreaterThan(0.9);
        assertThat(good.ceiling().promptAgreement().orElseThrow()).isLessThan(0.5);
    }

    @Test
    void aModelThatMakesSomethingElseThanItWasAskedForDoesNotAgree() throws IOException {
        // Given pictures of a good model, listed with each other's categories
        Path made = new Patterns(1000, 90, Patterns.NAMES).writeTo(folder, 10);
        Path index = made.resolve("images.jsonl");
        Files.writeString(
                index,
                Files.readString(index)
                        .replace("\"across\"", "\"?\"")
                        .replace("\"down\"", "\"across\"")
                        .replace("\"?\"", "\"down\""));

        // When
        Scores scores = evaluate(DATA, made).runs().getFirst().made();

        // Then only the plain ones are what they should be
        assertThat(scores.promptAgreement().orElseThrow()).isCloseTo(1 / 3.0, within(0.05));
        assertThat(scores.frechetDistance()).isEqualTo(good.made().frechetDistance());
    }

    @Test
    void aModelThatMakesOneKindOnlyIsPreciseButCoversLittle() throws IOException {
        // Given
        Path made = new Patterns(1000, 90, Patterns.NAMES).writeTo(folder, 10);
        List<String> lines = Files.readAllLines(made.resolve("images.jsonl"));
        Files.write(
                made.resolve("images.jsonl"),
                lines.stream().filter(line -> line.contains("plain")).toList());

        // When
        Scores scores = evaluate(DATA, made).runs().getFirst().made();

        // Then
        assertThat(scores.manifolds().precision()).isGreaterThan(0.7);
        assertThat(scores.manifolds().coverage()).isLessThan(0.45);
        assertThat(scores.frechetDistance()).isGreaterThan(3 * good.made().frechetDistance());
    }

    @Test
    void theClassifierIsTrainedOnceAndTheReportIsTheSameAgain() throws IOException {
        // Given
        Path made = new Patterns(1000, 90, Patterns.NAMES).writeTo(folder.resolve("made"), 10);
        var first = new Heard();
        var again = new Heard();
        Path own = folder.resolve("classifiers");

        // When
        Report trained = new Evaluation(Patterns.config(), DATA, own, first).report(SUBJECT, List.of(made));
        Report known = new Evaluation(Patterns.config(), DATA, own, again).report(SUBJECT, List.of(made));

        // Then
        assertThat(first.steps).isNotEmpty();
        assertThat(again.steps).isEmpty();
        assertThat(known).isEqualTo(trained);
        assertThat(known).isEqualTo(evaluate(DATA, made));
        assertThat(known.classifier().digest()).matches("[0-9a-f]{64}");
        assertThat(known.classifier().accuracy()).isGreaterThan(0.9);
        assertThat(known.classifier().examined()).isEqualTo(36);
        assertThat(known.realPictures()).isEqualTo(240);
        assertThat(known.referencePictures()).isEqualTo(120);
    }

    @Test
    void withoutCategoriesTheClassifierTellsQuarterTurns() throws IOException {
        // Given
        var data = new DataSet(new Patterns(0, 60, List.of()), Optional.empty(), List.of());
        Path made = new Patterns(1000, 30, Patterns.NAMES).writeTo(folder, 10);

        // When
        Report report = evaluate(data, made);

        // Then
        assertThat(report.classifier().task()).isEqualTo("rotations");
        assertThat(report.classifier().classes()).isEqualTo(4);
        assertThat(report.withoutAgreement())
                .hasValueSatisfying(why -> assertThat(why).contains("no categories"));
        assertThat(report.runs().getFirst().made().promptAgreement()).isEmpty();
        assertThat(report.runs().getFirst().floor().promptAgreement()).isEmpty();
        assertThat(report.runs().getFirst().made().frechetDistance())
                .isLessThan(report.runs().getFirst().ceiling().frechetDistance());
    }

    @Test
    void whatCannotBeEvaluatedSaysWhy() throws IOException {
        Path made = new Patterns(1000, 9, Patterns.NAMES).writeTo(folder, 10);

        assertThatThrownBy(() -> evaluate(Patterns.dataSet(19), made))
                .isInstanceOf(EvaluationException.class)
                .hasMessage("the data set must have at least 20 different pictures to be evaluated on (got 19)");

        Files.write(made.resolve("0003.png"), new byte[] {1});
        assertThatThrownBy(() -> evaluate(DATA, made)).hasMessageContaining("0003.png must have SHA-256");

        Files.writeString(made.resolve("images.jsonl"), "{\"file\": \"../0001.png\"}\n");
        assertThatThrownBy(() -> evaluate(DATA, made))
                .hasMessageContaining("file must name a picture in the folder (got \"../0001.png\")");

        Files.writeString(made.resolve("sampling.json"), "{\"solver\": \"ddim\"}");
        assertThatThrownBy(() -> evaluate(DATA, made)).hasMessageContaining("steps must be given");
    }

    @Test
    void tooFewMadePicturesAreRefusedWithTheLimit() throws IOException {
        Path made = new Patterns(1000, 5, Patterns.NAMES).writeTo(folder, 10);

        assertThatThrownBy(() -> evaluate(DATA, made))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("at least 6 pictures (got 5)");
    }

    private static Report evaluate(DataSet data, Path made) {
        return new Evaluation(Patterns.config(), data, classifiers, new Heard()).report(SUBJECT, List.of(made));
    }

    private static final class Heard implements EvaluationListener {
        private final List<Integer> steps = new ArrayList<>();

        @Override
        public void learned(int step, int total, double loss) {
            steps.add(step);
        }

        @Override
        public void classifierReady(String digest, boolean known) {}

        @Override
        public void looking(String what) {}
    }
}
