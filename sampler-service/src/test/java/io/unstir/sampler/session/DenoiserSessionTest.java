package io.unstir.sampler.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.unstir.sampler.fixture.TinyDenoiser;
import io.unstir.sampler.noise.Draw;
import io.unstir.sampler.noise.PhiloxNoise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Measures what rule 1 of the design rests on: a row's answer is the same bits whatever runs beside it. */
class DenoiserSessionTest {
    private static final SampleSize SAMPLE = new SampleSize(3, 16, 16);
    /** As wide as real text: in products of a few columns, kernels that add in another order could give the same bits by luck. */
    private static final ConditionShape TEXT = new ConditionShape.Text(4, 384);

    private static final int ROWS = 16;

    @TempDir
    private Path folder;

    private Path graph;

    @BeforeEach
    void writeGraph() throws IOException {
        graph = folder.resolve("model.onnx");
        Files.write(graph, new TinyDenoiser(3, 32, 4, 384).onnx());
    }

    @Test
    void aRowsBitsDoNotDependOnBatchSizeOrderOrThreads() {
        // Given
        List<float[]> alone = new ArrayList<>();
        try (var session = session(1)) {
            for (int row = 0; row < ROWS; row++) {
                alone.add(run(session, List.of(row)).getFirst());
            }
        }

        for (int threads = 1; threads <= 3; threads++) {
            try (var session = session(threads)) {
                for (int size = 1; size <= ROWS; size++) {
                    var rows = new ArrayList<>(IntStream.range(0, ROWS).boxed().toList());
                    Collections.shuffle(rows, new Random(size));
                    var chosen = rows.subList(0, size);

                    // When
                    var together = run(session, chosen);

                    // Then
                    for (int i = 0; i < size; i++) {
                        assertThat(together.get(i)).isEqualTo(alone.get(chosen.get(i)));
                    }
                }
            }
        }
    }

    @Test
    void rowsDependOnTheirOwnTimestepAndText() {
        try (var session = session(1)) {
            float[] row = run(session, List.of(1)).getFirst();

            assertThat(run(session, List.of(2)).getFirst()).isNotEqualTo(row);
            assertThat(row).doesNotContain(Float.NaN).isNotEqualTo(new float[row.length]);
        }
    }

    @Test
    void aTimestepMayLieBetweenTwoSteps() {
        try (var session = session(1)) {
            // When
            float[] before = answer(session, 10);
            float[] between = answer(session, 10.5);
            float[] after = answer(session, 11);

            // Then
            assertThat(between).isNotEqualTo(before).isNotEqualTo(after);
        }
    }

    @Test
    void aDelayReachesNoBit() {
        // Given
        var delay = new RunDelay(Duration.ofMillis(2), Duration.ofMillis(1));
        try (var session = session(1);
                var delayed = new DenoiserSession(new Ort(Device.Cpu.here(), 1, delay), graph, SAMPLE, TEXT, ROWS)) {
            // When
            float[] answer = answer(delayed, 10);

            // Then
            assertThat(answer).isEqualTo(answer(session, 10));
            assertThat(delayed.deviceClass().name())
                    .isEqualTo(session.deviceClass().name() + "/waits-2000+1000us");
        }
    }

    private static float[] answer(DenoiserSession session, double timestep) {
        session.put(
                0, new PhiloxNoise(1, 0, SAMPLE.elements()).draw(Draw.STEP, 0), timestep, new float[TEXT.elements()]);
        float[] row = new float[session.outputElements()];
        session.run(1).get(0, row);
        return row;
    }

    private DenoiserSession session(int threads) {
        return new DenoiserSession(new Ort(threads), graph, SAMPLE, TEXT, ROWS);
    }

    /** Row {@code i} has noise, timestep and text of its own. */
    private static List<float[]> run(DenoiserSession session, List<Integer> rows) {
        for (int at = 0; at < rows.size(); at++) {
            int i = rows.get(at);
            double[] x = new PhiloxNoise(i, 0, SAMPLE.elements()).draw(Draw.STEP, 0);
            double[] text = new PhiloxNoise(i, 1, TEXT.elements()).draw(Draw.STEP, 0);
            float[] textRows = new float[text.length];
            for (int e = 0; e < text.length; e++) {
                textRows[e] = (float) text[e];
            }
            session.put(at, x, 60 * i, textRows);
        }
        var output = session.run(rows.size());
        return IntStream.range(0, rows.size())
                .mapToObj(at -> {
                    float[] row = new float[SAMPLE.elements()];
                    output.get(at * row.length, row);
                    return row;
                })
                .toList();
    }
}
