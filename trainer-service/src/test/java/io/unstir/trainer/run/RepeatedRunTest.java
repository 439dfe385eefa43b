package io.unstir.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.unstir.trainer.config.TrainingConfig;
import io.unstir.trainer.config.TrainingConfigReader;
import io.unstir.trainer.preview.Preview;
import io.unstir.trainer.testing.NoisyPictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run computes is a function of its configuration and seed; what it shows on the way is too, and changes nothing. */
class RepeatedRunTest {
    private static final int STEPS = 6;
    private static final String EXPONENTIAL = "ema_decay: 0.9";
    private static final String POST_HOC = "ema_snapshot_every: 2";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {EXPONENTIAL, POST_HOC})
    void sameConfigurationGivesTheSameWeightsWithAndWithoutSamples(String average) throws IOException {
        run("first", average + ", samples_every: 2");
        run("second", average + ", samples_every: 2");
        run("unseen", average + ", samples_every: 0");

        assertThat(weights("second")).usingRecursiveComparison().isEqualTo(weights("first"));
        assertThat(weights("unseen")).usingRecursiveComparison().isEqualTo(weights("first"));
        assertThat(Files.exists(folder.resolve("unseen/samples"))).isFalse();
    }

    @Test
    void samplesOfTheSameStepAreTheSamePicture() throws IOException {
        List<Preview> seen = run("first", EXPONENTIAL + ", samples_every: 4");
        run("second", EXPONENTIAL + ", samples_every: 4");

        assertThat(seen)
                .extracting(preview -> preview.samples().getFileName().toString())
                .containsExactly("step-000004.png", "step-000006.png");
        assertThat(Files.readAllBytes(folder.resolve("second/samples/step-000006.png")))
                .isEqualTo(Files.readAllBytes(folder.resolve("first/samples/step-000006.png")));
        var curve = ImageIO.read(folder.resolve("first/loss.png").toFile());
        assertThat(curve.getWidth()).isEqualTo(960);
    }

    @Test
    void everyStepHasItsLossOnceAfterARunWasStoppedAndLostLines() throws IOException {
        run("whole", EXPONENTIAL);
        Path parts = folder.resolve("parts");
        var asked = new AtomicInteger();
        new TrainingRun(config(EXPONENTIAL), new NoisyPictures(), parts, new Seen())
                .run(() -> asked.incrementAndGet() > 5);
        // As a kill leaves it: lines of steps after the last checkpoint, the last of them torn.
        Files.writeString(parts.resolve("loss.csv"), Files.readString(parts.resolve("loss.csv")) + "6,0.1\n7,0.");

        run("parts", EXPONENTIAL);

        assertThat(parts.resolve("loss.csv")).hasSameTextualContentAs(folder.resolve("whole/loss.csv"));
        assertThat(Files.readAllLines(parts.resolve("loss.csv")))
                .extracting(line -> line.split(",")[0])
                .containsExactly("step", "1", "2", "3", "4", "5", "6");
    }

    private List<Preview> run(String name, String more) {
        var seen = new Seen();
        new TrainingRun(config(more), new NoisyPictures(), folder.resolve(name), seen)
                .run(() -> false)
                .orElseThrow();
        return seen.previews;
    }

    /** Every tensor of the last checkpoint. */
    private Map<String, float[]> weights(String name) {
        try (NDManager manager = NDManager.newBaseManager()) {
            var values = new HashMap<String, float[]>();
            new Checkpoints(folder.resolve(name).resolve("checkpoints"), 2)
                    .at(STEPS, manager)
                    .sets()
                    .forEach((set, parameters) -> parameters
                            .tensors()
                            .forEach((tensor, value) -> values.put(set + "/" + tensor, value.toFloatArray())));
            assertThat(values).hasSizeGreaterThan(100);
            return values;
        }
    }

    private static TrainingConfig config(String more) {
        return new TrainingConfigReader().read("""
                model: tiny
                data: {folder: ., image_size: 8}
                network: {channels: [8, 16], blocks: 1, attention_levels: [1], heads: 2, dropout: 0.1}
                diffusion: {steps: 100}
                training: {steps: %d, batch: 4, warmup_steps: 2, checkpoint_every: 2, %s}
                sampling: {steps: 10}
                """.formatted(STEPS, more), Path.of("."));
    }

    private static final class Seen implements TrainingListener {
        private final List<Preview> previews = new ArrayList<>();

        @Override
        public void started(long from, long totalSteps, long parameters) {}

        @Override
        public void progressed(long step, long totalSteps, double loss, double imagesPerSecond) {}

        @Override
        public void sampled(long step, Preview preview) {
            previews.add(preview);
        }
    }
}
