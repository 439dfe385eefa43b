package io.unstir.trainer.data;

import static io.unstir.trainer.data.ImageFolder.RED;
import static io.unstir.trainer.data.ImageFolder.condition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.unstir.trainer.config.TrainingConfigReader;
import io.unstir.trainer.network.Conditioning;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderKindsTest {
    private static final int BLUE = 0xFF0000FF;

    @TempDir
    static Path caches;

    @TempDir
    Path path;

    private ImageFolder folder;

    @BeforeEach
    void use() {
        folder = new ImageFolder(path);
    }

    @Test
    void subFoldersAreClasses() {
        // Given
        folder.png("red/a.png", RED).png("blue/deep/b.PNG", BLUE).png("blue/a.png", BLUE);

        // When
        TrainingData data = load("").training();

        // Then
        assertThat(data.conditioning()).isEqualTo(new Conditioning.Classes(List.of("blue", "red")));
        assertThat(data.categories()).containsExactly("blue", "red");
        assertThat(data.size()).isEqualTo(3);
        assertThat(condition(data, 0)).containsExactly(0);
        assertThat(condition(data, 2)).containsExactly(1);
        assertThat(data.category(2)).isEqualTo(1);
        float[] none = new float[2];
        data.copyNoCondition(none, 1);
        assertThat(none).containsExactly(0, 2);
        assertThat(ImageFolder.image(data, 2)).startsWith(1).endsWith(-1);
    }

    @Test
    void justImagesAreTrainedOnWithoutBeingTold() {
        // Given
        folder.png("a.png", RED)
                .png("more/b.png", BLUE)
                .png(".hidden/c.png", BLUE)
                .file("notes.txt", new byte[3]);

        // When
        TrainingData data = load("").training();

        // Then
        assertThat(data.size()).isEqualTo(2);
        assertThat(data.conditioning()).isEqualTo(new Conditioning.None());
        assertThat(data.categories()).isEmpty();
        assertThat(condition(data, 0)).isEmpty();
    }

    @Test
    void aSingleSubFolderIsNoClass() {
        folder.png("photos/a.png", RED).png("photos/b.png", BLUE);

        assertThat(load("").training().conditioning()).isEqualTo(new Conditioning.None());
        assertThat(load(", kind: classes").training().conditioning())
                .isEqualTo(new Conditioning.Classes(List.of("photos")));
    }

    @Test
    void captionsAndClassesCanBeLeftUnread() {
        folder.captioned("red/a.png", RED, "a red square").png("blue/b.png", BLUE);

        TrainingData data = load(", kind: images").training();

        assertThat(data.size()).isEqualTo(2);
        assertThat(data.conditioning()).isEqualTo(new Conditioning.None());
    }

    @Test
    void theDigestSeesClasses() {
        folder.png("a/x.png", RED).png("b/y.png", BLUE);

        assertThat(load("").training().digest())
                .isNotEqualTo(load(", kind: images").training().digest());
    }

    @Test
    void onePictureIsADataSet() {
        // Given
        folder.png("only.png", RED);
        String yaml = "model: one\ndata: {file: only.png, colour: grey}\n";

        // When
        TrainingData data = DataSets.load(
                        new TrainingConfigReader().read(yaml, path).data(), new DataCache(caches), (_, _) -> {})
                .training();

        // Then
        assertThat(data.size()).isEqualTo(1);
        assertThat(data.channels()).isEqualTo(1);
        assertThat(data.imageSize()).isEqualTo(32);
        assertThat(ImageFolder.image(data, 0)[0])
                .isCloseTo(2 * 0.299f - 1, org.assertj.core.api.Assertions.within(1e-4f));
    }

    @Test
    void equalFilesAreDecodedOnceAndBothCount() {
        folder.png("a.png", RED).png("b.png", RED);

        TrainingData data = load("").training();

        assertThat(data.size()).isEqualTo(2);
        assertThat(ImageFolder.image(data, 0)).isEqualTo(ImageFolder.image(data, 1));
    }

    @Test
    void aFolderWithoutImagesSaysWhatIsThere() {
        assertThatThrownBy(() -> load("")).hasMessageContaining("PNG, JPEG or WebP files in it (got no files)");
        folder.file("a.heic", new byte[1]).file("b.heic", new byte[1]).file("c.gif", new byte[1]);
        assertThatThrownBy(() -> load("")).hasMessageContaining("(got 1 .gif, 2 .heic)");
        assertThatThrownBy(() -> load(", kind: captions")).hasMessageContaining("has no metadata.jsonl");
        folder.png("a.png", RED);
        assertThatThrownBy(() -> load(", kind: classes")).hasMessageContaining("(got none in sub-folders)");
    }

    @Test
    void classesThatNoPromptCouldTellApartAreRefused() {
        folder.png("cats/a.png", RED).png("Cats/b.png", BLUE);

        assertThatThrownBy(() -> load("")).hasMessageContaining("data.folder has the classes Cats and cats");
    }

    @Test
    void whatIsNotThereIsNamed() {
        var missing = new ImageFolder(path.resolve("missing"));
        assertThatThrownBy(() -> missing.load(new DataCache(caches)))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("data.folder is not a folder")
                .hasMessageContaining("missing");
    }

    private DataSet load(String more) {
        return folder.load(new DataCache(caches), more);
    }
}
