package io.unstir.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.unstir.trainer.evaluation.Report.Eyes;
import io.unstir.trainer.evaluation.Report.Run;
import io.unstir.trainer.evaluation.Report.Subject;
import io.unstir.trainer.metric.Manifolds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFileTest {
    @TempDir
    Path folder;

    private ReportFile file;

    @BeforeEach
    void use() {
        file = new ReportFile(folder.resolve("evaluation.json"));
    }

    @Test
    void rowsOfTheSameClassifierAreAddedAndReplaced() throws IOException {
        file.add(report("f", run(20, 5), run(10, 6)));
        file.add(report("f", run(10, 7), run(50, 4)));

        assertThat(steps()).containsExactly(10, 20, 50);
        assertThat(json().at("/runs/0/scores/frechet_distance").asDouble()).isEqualTo(7);
    }

    @Test
    void rowsThatDoNotCompareAreDropped() throws IOException {
        file.add(report("f", run(20, 5)));
        file.add(report("e", run(10, 6)));

        assertThat(steps()).containsExactly(10);
        assertThat(json().at("/classifier/digest").asText()).isEqualTo("e");
    }

    @Test
    void aReportSaysWhatItIsAboutAndHowFarItCanBeBelieved() throws IOException {
        file.write(report("f", run(20, 5)));

        assertThat(json()).isEqualTo(new ObjectMapper().readTree("""
                {"format": 1,
                 "checkpoint": {"model": "emoji", "version": "1", "digest": "c", "trained_on": "t"},
                 "data": {"digest": "d", "pictures": 100, "reference_pictures": 50},
                 "classifier": {"digest": "f", "task": "categories", "classes": 3, "held_out_accuracy": 0.75,
                                "held_out_pictures": 15},
                 "runs": [{"solver": "ddim", "steps": 20, "guidance_scale": 3.0, "seed": 1, "images": 40,
                   "scores": {"pictures": 40, "frechet_distance": 5.0, "kernel_distance": 0.5, "precision": 0.1,
                              "recall": 0.2, "density": 0.3, "coverage": 0.4, "sliced_wasserstein": 0.05,
                              "prompt_agreement": 0.5},
                   "floor": {"pictures": 40, "frechet_distance": 1.0, "kernel_distance": 0.5, "precision": 0.1,
                             "recall": 0.2, "density": 0.3, "coverage": 0.4, "sliced_wasserstein": 0.05},
                   "ceiling": {"pictures": 40, "frechet_distance": 99.0, "kernel_distance": 0.5, "precision": 0.1,
                               "recall": 0.2, "density": 0.3, "coverage": 0.4, "sliced_wasserstein": 0.05}}]}
                """));
    }

    private static Report report(String classifier, Run... runs) {
        return new Report(
                new Subject("emoji", "1", "c", "t"),
                "d",
                100,
                50,
                new Eyes(classifier, "categories", 3, 0.75, 15),
                List.of(runs),
                Optional.empty());
    }

    private static Run run(int steps, double frechetDistance) {
        return new Run(
                new Sampling("ddim", steps, 3, 1),
                scores(frechetDistance, OptionalDouble.of(0.5)),
                scores(1, OptionalDouble.empty()),
                scores(99, OptionalDouble.empty()));
    }

    private static Scores scores(double frechetDistance, OptionalDouble agreement) {
        return new Scores(40, frechetDistance, 0.5, new Manifolds(0.1, 0.2, 0.3, 0.4), 0.05, agreement);
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(file.path().toFile());
    }

    private List<Integer> steps() throws IOException {
        return StreamSupport.stream(json().path("runs").spliterator(), false)
                .map(run -> run.path("steps").asInt())
                .toList();
    }
}
