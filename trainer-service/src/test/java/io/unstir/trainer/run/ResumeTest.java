package io.unstir.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.unstir.trainer.bundle.TrainedNetwork;
import io.unstir.trainer.config.TrainingConfig;
import io.unstir.trainer.testing.NoisyPictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is stopped, or killed, and started again ends with the weights of an undisturbed one. */
class ResumeTest {
    private static final int STEPS = 8;

    @TempDir
    Path folder;

    @Test
    void stoppedRunGoesOnToTheSameBytes() throws IOException {
        String undisturbed = run(folder.resolve("whole"), new Started(), () -> false);

        var asked = new AtomicInteger();
        new TrainingRun(config(), new NoisyPictures(), folder.resolve("parts"), new Started())
                .run(() -> asked.incrementAndGet() > 5);
        var resumed = new Started();
        String continued = run(folder.resolve("parts"), resumed, () -> false);

        assertThat(resumed.fromStep.get()).isEqualTo(5);
        assertThat(continued).isEqualTo(undisturbed);
    }

    @Test
    void tornNewestCheckpointIsPassedOverForTheOneBefore() throws IOException {
        String undisturbed = run(folder.resolve("whole"), new Started(), () -> false);
        Path parts = folder.resolve("parts");
        var asked = new AtomicInteger();
        new TrainingRun(config(), new NoisyPictures(), parts, new Started()).run(() -> asked.incrementAndGet() > 6);
        Path newest = parts.resolve("checkpoints/step-000000006.safetensors");
        byte[] bytes = Files.readAllBytes(newest);
        Files.write(newest, Arrays.copyOf(bytes, bytes.length / 2));

        var resumed = new Started();
        String continued = run(parts, resumed, () -> false);

        assertThat(resumed.fromStep.get()).isEqualTo(4);
        assertThat(continued).isEqualTo(undisturbed);
    }

    private static String run(Path folder, Started listener, BooleanSupplier stop) throws IOException {
        TrainedNetwork trained = new TrainingRun(config(), new NoisyPictures(), folder, listener)
                .run(stop)
                .orElseThrow();
        return sha256(Files.readAllBytes(trained.onnx()));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TrainingConfig config() {
        return new TrainingConfig(
                "tiny",
                "1",
                new TrainingConfig.Data(Path.of("."), "none", NoisyPictures.SIZE, NoisyPictures.TOKENS),
                new TrainingConfig.Network(List.of(8, 16), 1, List.of(1), 2),
                new TrainingConfig.Diffusion("cosine", 100, "v_prediction"),
                new TrainingConfig.Training(STEPS, 4, 1e-3, 2, 0.01, 1, 0.1, 0.9, 5, true, 2, 1),
                new TrainingConfig.Sampling("ddim", 10, 1, "trailing"));
    }

    private static final class Started implements TrainingListener {
        private final AtomicLong fromStep = new AtomicLong(-1);

        @Override
        public void started(long from, long totalSteps, long parameters) {
            fromStep.set(from);
        }

        @Override
        public void progressed(long step, long totalSteps, double loss, double imagesPerSecond) {
            assertThat(loss).isFinite();
        }
    }
}
