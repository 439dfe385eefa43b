package io.unstir.trainer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.unstir.trainer.config.BadConfigException.Fault;
import io.unstir.trainer.config.DataSource.Folder;
import io.unstir.trainer.config.DataSource.Points;
import io.unstir.trainer.config.DataSource.Points.Distribution;
import io.unstir.trainer.config.TrainingConfig.Data;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class DataReaderTest {
    private static final Path BASE = Path.of("/data/sets");

    private final TrainingConfigReader reader = new TrainingConfigReader();

    @Test
    void aFolderIsEnough() {
        assertThat(read("{folder: emoji}"))
                .isEqualTo(new Data(
                        new Folder(BASE.resolve("emoji"), Folder.Kind.AUTO),
                        "unknown",
                        32,
                        Colour.RGB,
                        Fit.CROP,
                        24,
                        0.05,
                        0));
    }

    @Test
    void everyKeyIsRead() {
        assertThat(read("{kind: classes, folder: /srv/cats, licence: CC0-1.0, image_size: 16, colour: grey, fit: pad,"
                        + " max_tokens: 8, broken_limit: 0, held_out: 0.5}"))
                .isEqualTo(new Data(
                        new Folder(Path.of("/srv/cats"), Folder.Kind.CLASSES),
                        "CC0-1.0",
                        16,
                        Colour.GREY,
                        Fit.PAD,
                        8,
                        0,
                        0.5));
    }

    @Test
    void aFileIsOnePicture() {
        var expected = new DataSource.Image(BASE.resolve("cat.png"));

        assertThat(read("{file: cat.png}").source()).isEqualTo(expected);
        assertThat(read("{kind: image, file: cat.png}").source()).isEqualTo(expected);
    }

    @Test
    void pointsNeedNoFolder() {
        Data data = reader.read(
                        "model: x\nnetwork: {kind: mlp}\ndata: {kind: eight-gaussians, points: 500, seed: 9}\n", BASE)
                .data();

        assertThat(data.source()).isEqualTo(new Points(Distribution.EIGHT_GAUSSIANS, 500, 9));
        assertThat(data.imageSize()).isEqualTo(1);
    }

    @Test
    void pointsAreNoWorkForAUNet() {
        assertThat(faults("{kind: two-moons}"))
                .containsExactly(
                        new Fault("data.kind", "two-moons", "used with network.kind mlp: a point has but one pixel"));
    }

    @Test
    void whatAKindHasNoUseForIsAFault() {
        assertThat(faults("{kind: swiss-roll, folder: x, image_size: 8}"))
                .extracting(Fault::field)
                .containsExactlyInAnyOrder("data.kind", "data.folder", "data.image_size");
        assertThat(faults("{kind: image, folder: x}"))
                .extracting(Fault::field)
                .containsExactlyInAnyOrder("data.file", "data.folder");
        assertThat(faults("{folder: x, file: y}")).extracting(Fault::field).containsExactly("data.folder");
        assertThat(faults("{folder: x, points: 5}")).extracting(Fault::field).containsExactly("data.points");
    }

    @Test
    void limitsAreNamed() {
        assertThat(faults("{folder: x, kind: video, held_out: 0.6, broken_limit: 2, colour: cmyk, fit: best}"))
                .containsExactlyInAnyOrder(
                        new Fault(
                                "data.kind",
                                "\"video\"",
                                "one of auto, captions, classes, images, image, swiss-roll, two-moons,"
                                        + " eight-gaussians, checkerboard"),
                        new Fault("data.held_out", "0.6", "a number from 0.0 to 0.5"),
                        new Fault("data.broken_limit", "2", "a number from 0.0 to 1.0"),
                        new Fault("data.colour", "\"cmyk\"", "one of rgb, grey"),
                        new Fault("data.fit", "\"best\"", "one of crop, stretch, pad"));
    }

    private Data read(String section) {
        return reader.read("model: x\ndata: " + section + "\n", BASE).data();
    }

    private List<Fault> faults(String section) {
        return catchThrowableOfType(BadConfigException.class, () -> read(section))
                .faults();
    }
}
