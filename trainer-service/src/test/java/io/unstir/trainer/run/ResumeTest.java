package io.unstir.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.unstir.trainer.bundle.TrainedNetwork;
import io.unstir.trainer.config.TrainingConfig;
import io.unstir.trainer.config.TrainingConfigReader;
import io.unstir.trainer.testing.NoisyPictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
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
        return new TrainingConfigReader().read("""
                model: tiny
                data: {folder: ., image_size: 8}
                network: {channels: [8, 16], blocks: 1, attention_levels: [1], heads: 2, dropout: 0.1}
                diffusion: {steps: 100}
                training: {steps: %d, batch: 4, accumulate: 2, warmup_steps: 2, ema_decay: 0.9, horizontal_flip: true,
                  colour_jitter: 0.1, loss_weighting: min_snr, checkpoint_every: 2}
                sampling: {steps: 10}
                """.formatted(STEPS), Path.of("."));
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
