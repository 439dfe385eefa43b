package io.unstir.sampler.session;

import static io.unstir.sampler.session.GraphEdits.ints;
import static io.unstir.sampler.session.GraphEdits.node;
import static io.unstir.sampler.session.GraphEdits.number;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.TensorProto;
import io.unstir.sampler.fixture.TinyDenoiser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Graphs that break the promise of equal bits on purpose, each in another way. */
class BatchPolicyTest {
    private static final SampleSize SAMPLE = new SampleSize(1, 8, 8);
    private static final int ROWS = 6;

    @TempDir
    private Path folder;

    @Test
    void aGraphWhoseRowsStandAloneMayRunInAnySize() throws IOException {
        try (var session = session(tiny())) {
            assertThat(session.batchPolicy()).isEqualTo(BatchPolicy.ANY);
            assertThat(session.bestRows()).isBetween(2, ROWS);
            assertThat(session.deviceClass().name()).endsWith(Device.Cpu.here().name());
        }
    }

    @Test
    void aGraphThatSeesTheBatchSizeAlwaysRunsTheSameSize() throws IOException {
        // Given
        var padded = tiny().initializer(longs("zero", 0))
                .after(
                        node("Shape", "shape", "sample"),
                        node("Gather", "rows", "shape", "zero"),
                        node("Cast", "factor", "rows").toBuilder()
                                .addAttribute(number("to", TensorProto.DataType.FLOAT.getNumber()))
                                .build(),
                        node("Mul", "out_sample", "raw_sample", "factor"));

        try (var session = session(padded)) {
            // When
            float[] alone = answer(session, 1, 0);

            // Then
            assertThat(session.batchPolicy()).isEqualTo(BatchPolicy.PADDED);
            assertThat(session.bestRows()).isEqualTo(session.maxRows()).isEqualTo(ROWS);
            assertThat(session.deviceClass().name()).endsWith("/padded-6");
            for (int rows = 1; rows <= ROWS; rows++) {
                for (int at = 0; at < rows; at++) {
                    assertThat(answer(session, rows, at)).isEqualTo(alone);
                }
            }
        }
    }

    @Test
    void aGraphThatMixesItsRowsIsMarked() throws IOException {
        var mixing = tiny().after(
                        node("ReduceMean", "mean", "sample").toBuilder()
                                .addAttribute(ints("axes", 0))
                                .build(),
                        node("Add", "out_sample", "raw_sample", "mean"));

        try (var session = session(mixing)) {
            assertThat(session.batchPolicy()).isEqualTo(BatchPolicy.VARIANT);
            assertThat(session.deviceClass().name()).endsWith("/batch-variant");
        }
    }

    private static GraphEdits tiny() {
        return GraphEdits.of(new TinyDenoiser(1, 4, 0, 0));
    }

    private DenoiserSession session(GraphEdits graph) throws IOException {
        return new DenoiserSession(new Ort(1), graph.write(folder), SAMPLE, ConditionShape.NONE, ROWS);
    }

    /** Of the same row each time, among others. */
    private static float[] answer(DenoiserSession session, int rows, int at) {
        var random = new Random(rows);
        for (int row = 0; row < rows; row++) {
            session.put(row, gaussian(random), random.nextInt(100), new float[0]);
        }
        session.put(at, gaussian(new Random(1000)), 7.5, new float[0]);
        float[] answer = new float[session.outputElements()];
        session.run(rows).get(at * answer.length, answer);
        return answer;
    }

    private static double[] gaussian(Random random) {
        double[] sample = new double[SAMPLE.elements()];
        Arrays.setAll(sample, i -> random.nextGaussian());
        return sample;
    }

    private static TensorProto longs(String name, long value) {
        return TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.INT64.getNumber())
                .addInt64Data(value)
                .build();
    }
}
