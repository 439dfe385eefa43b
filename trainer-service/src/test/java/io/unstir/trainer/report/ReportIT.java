package io.unstir.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.unstir.trainer.bundle.TrainedNetwork;
import io.unstir.trainer.config.DataSource.Points;
import io.unstir.trainer.config.TrainingConfig;
import io.unstir.trainer.config.TrainingConfigReader;
import io.unstir.trainer.data.DataCache;
import io.unstir.trainer.data.DataSet;
import io.unstir.trainer.data.DataSets;
import io.unstir.trainer.run.TrainingListener;
import io.unstir.trainer.run.TrainingRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples trained for real, for less long than they say. */
class ReportIT {
    private static final Path EXAMPLES = Path.of("../deploy/examples");

    @TempDir
    private Path folder;

    /** Two fifths of the training, half a minute: as close to the truth as another draw of it, nearly. */
    @Test
    void aPerceptronLearnsTheSwissRoll() throws IOException {
        var config = config("swiss-roll.yaml", yaml -> yaml.replaceAll("(?m)^  steps: 4000$", "  steps: 1600")
                .replaceAll("(?m)^  decay_steps: 3000$", "  decay_steps: 1200"));

        Path onnx = train(config).onnx();

        var report = new PlaneReport(config, (Points) config.data().source());
        List<double[]> generated = report.generated(onnx);
        for (PlaneDistance distance : PlaneDistance.values()) {
            assertThat(report.score(generated, distance).ratio())
                    .as(distance.label())
                    .isLessThan(1.5);
        }
        assertThat(report.write(onnx, folder.resolve("report"))).contains("sliced Wasserstein", "energy", "ratio");
        assertThat(ImageIO.read(folder.resolve("report/points.png").toFile()).getWidth())
                .isEqualTo(720);
    }

    /** Half as large and a quarter of the training, some twenty seconds; docs/maths.md has the figures of the example as it stands. */
    @Test
    void theSinglePictureComesBackFromItsNoise() throws IOException {
        var config = config("single-image.yaml", yaml -> yaml.replaceAll("(?m)^  steps: 600$", "  steps: 300")
                .replaceAll("(?m)^  batch: 16$", "  batch: 8")
                .replaceAll("image_size: 64", "image_size: 32"));
        DataSet data = data(config);
        Path onnx = train(config).onnx();

        String lines = Report.of(config, data).orElseThrow().write(onnx, folder.resolve("report"));

        assertThat(lines).startsWith("restored from 180 steps of noise");
        double[] psnr = lines.lines()
                .filter(line -> line.startsWith("  seed"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .toArray();
        assertThat(psnr).hasSize(10);
        assertThat(Arrays.stream(psnr).average().orElseThrow()).as(lines).isGreaterThan(20);
        for (String name : new String[] {"forward.png", "restored.png", "reverse.gif"}) {
            assertThat(ImageIO.read(folder.resolve("report").resolve(name).toFile()))
                    .as(name)
                    .isNotNull();
        }
    }

    private static TrainingConfig config(String example, java.util.function.UnaryOperator<String> change)
            throws IOException {
        String yaml = change.apply(Files.readString(EXAMPLES.resolve(example)));
        return new TrainingConfigReader().read(yaml, EXAMPLES.toAbsolutePath());
    }

    private DataSet data(TrainingConfig config) {
        return DataSets.load(config.data(), new DataCache(folder.resolve("cache")), (done, total) -> {});
    }

    private TrainedNetwork train(TrainingConfig config) {
        return new TrainingRun(config, data(config).training(), folder.resolve("run"), new Silent())
                .run(() -> false)
                .orElseThrow();
    }

    private record Silent() implements TrainingListener {
        @Override
        public void started(long fromStep, long totalSteps, long parameters) {}

        @Override
        public void progressed(long step, long totalSteps, double loss, double imagesPerSecond) {}
    }
}
