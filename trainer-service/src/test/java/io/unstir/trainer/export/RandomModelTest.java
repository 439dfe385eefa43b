package io.unstir.trainer.export;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import io.unstir.trainer.bundle.RandomBundle;
import io.unstir.trainer.config.TrainingConfigReader;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RandomModelTest {
    private static final int ELEMENTS = 3 * 32 * 32;

    @TempDir
    private Path folder;

    @Test
    void theBenchmarksNetworkHasTheParametersOfUNet2DModelAndAnswersNoiseWithNoise() throws Exception {
        // Given
        String yaml = Files.readString(Path.of("../deploy/models/bench.yaml"));
        var config = new TrainingConfigReader().readRandomModel(yaml);

        // When
        var graph = new RandomModel(config).export();

        // Then
        assertThat(graph.parameters()).isEqualTo(6_803_715);
        var bundle = new RandomBundle(config, yaml).write(graph.onnx(), folder.resolve("bundle"));
        assertThat(bundle.manifest().hasText()).isFalse();
        var environment = OrtEnvironment.getEnvironment();
        try (var session = environment.createSession(
                bundle.folder().resolve("unet/model.onnx").toString(), new OrtSession.SessionOptions())) {
            for (int batch : new int[] {1, 3}) {
                float[] answer = run(environment, session, batch);
                double size = Math.sqrt(meanSquare(answer));
                assertThat(answer).hasSize(batch * ELEMENTS).doesNotContain(Float.NaN);
                assertThat(size).isBetween(0.01, 100.0);
            }
        }
    }

    @Test
    void theSameSeedGivesTheSameGraph() throws Exception {
        var config = new TrainingConfigReader()
                .readRandomModel("{model: tiny, image_size: 8, network: {channels: [8, 16], blocks: 1, heads: 2}}");

        assertThat(new RandomModel(config).export().onnx())
                .isEqualTo(new RandomModel(config).export().onnx());
    }

    private static float[] run(OrtEnvironment environment, OrtSession session, int batch) throws Exception {
        float[] noise = new float[batch * ELEMENTS];
        var random = new Random(1);
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) random.nextGaussian();
        }
        float[] times = new float[batch];
        Arrays.fill(times, 500);
        try (var sample = OnnxTensor.createTensor(environment, FloatBuffer.wrap(noise), new long[] {batch, 3, 32, 32});
                var timestep = OnnxTensor.createTensor(environment, FloatBuffer.wrap(times), new long[] {batch});
                var result = session.run(Map.of("sample", sample, "timestep", timestep))) {
            var output = ((OnnxTensor) result.get("out_sample").orElseThrow()).getFloatBuffer();
            float[] answer = new float[output.remaining()];
            output.get(answer);
            return answer;
        }
    }

    private static double meanSquare(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value * value;
        }
        return sum / values.length;
    }
}
