package io.unstir.local.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.unstir.local.Console;
import io.unstir.local.data.DataFolder;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole measurement of storage at an extent that proves nothing about speed, with a real broker, database and service. */
class StorageBenchmarkIT {
    private static final StorageBenchmark.Extent TINY = new StorageBenchmark.Extent(4, 20, 1_000, 3, 2);

    @TempDir
    Path folder;

    @Test
    void theReportHasARowForEveryQuestion() throws Exception {
        // Given
        var progress = new ByteArrayOutputStream();
        var console = new Console(new PrintStream(new ByteArrayOutputStream()), new PrintStream(progress), false);

        // When
        var report = new StorageBenchmark(TINY, console).run(new DataFolder(folder.resolve("data")));

        // Then
        var titles = Stream.concat(
                        Stream.of(Question.values()).map(Question::title), Stream.of(StorageQuestions.TOGETHER))
                .toList();
        assertThat(report.answers().keySet()).containsExactlyElementsOf(titles).doesNotHaveDuplicates();
        assertThat(report.answers().values())
                .allSatisfy(of -> assertThat(of.p50()).isPositive().isLessThanOrEqualTo(of.most()));
        assertThat(report.intake().events()).isEqualTo(20 * 15);
        assertThat(report.intake().perSecond()).isPositive();
        assertThat(report.stored().jobs()).isEqualTo(1_000 + 24);
        assertThat(report.stored().images()).isEqualTo((1_000 - 5) * 4 + 24 * 2);
        assertThat(report.stored().events()).isEqualTo(1_000 * 3 + 24 * 15);
        assertThat(titles).allSatisfy(title -> {
            assertThat(report.text()).contains("| " + title + " |");
            assertThat(progress.toString(StandardCharsets.UTF_8)).contains(title);
        });
        var json = new ObjectMapper().readTree(report.json());
        assertThat(json.at("/intake_events").asLong()).isEqualTo(20 * 15);
        assertThat(json.at("/answer_milliseconds")).hasSize(titles.size());
    }
}
