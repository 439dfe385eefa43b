package io.unstir.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.unstir.trainer.config.TrainingConfig;
import io.unstir.trainer.text.TextEncoder;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptionFolderTest {
    private static final int SIZE = 4;
    private static final int MAX_TOKENS = 8;
    private static final int RED = 0xffff0000;
    private static TextEncoder encoder;

    @TempDir
    Path folder;

    private final StringBuilder metadata = new StringBuilder();

    @BeforeAll
    static void open() {
        encoder = new TextEncoder(MAX_TOKENS);
    }

    @AfterAll
    static void close() {
        encoder.close();
    }

    @Test
    void imagesComeAsPlanesFromMinusOneToOne() throws IOException {
        // Given
        image("red.png", RED, "a red square");

        // When
        var data = load();

        // Then
        float[] image = new float[1 + 3 * SIZE * SIZE];
        data.copyImage(0, image, 1);
        assertThat(image[1]).isEqualTo(1);
        assertThat(image[1 + SIZE * SIZE]).isEqualTo(-1);
        assertThat(image[1 + 2 * SIZE * SIZE]).isEqualTo(-1);
        assertThat(image[0]).isZero();
        assertThat(data.size()).isEqualTo(1);
        assertThat(data.channels()).isEqualTo(3);
    }

    @Test
    void transparentPixelsAreWhite() throws IOException {
        // Given
        image("nothing.png", 0x00ff0000, "nothing");

        // When
        var data = load();

        // Then
        float[] image = new float[3 * SIZE * SIZE];
        data.copyImage(0, image, 0);
        assertThat(image).containsOnly(1f);
    }

    @Test
    void captionsAreEncodedWithZeroRowsAfterThem() throws IOException {
        // Given
        image("red.png", RED, "a red square");

        // When
        var data = load();

        // Then
        float[] caption = filled();
        data.copyCondition(0, caption, 0);
        assertThat(caption).isEqualTo(encoder.encode("a red square"));
        float[] empty = filled();
        data.copyNoCondition(empty, 0);
        assertThat(empty).isEqualTo(encoder.encode(""));
    }

    @Test
    void theDigestDependsOnContentAndNotOnTheOrderOfLines() throws IOException {
        // Given
        image("a.png", RED, "one");
        image("b.png", RED, "two");
        String digest = load().digest();

        // When
        var lines = new ArrayList<>(metadata.toString().lines().toList());
        java.util.Collections.reverse(lines);
        Files.write(folder.resolve("metadata.jsonl"), lines);

        // Then
        assertThat(CaptionFolder.load(config(), encoder, (_, _) -> {}).digest()).isEqualTo(digest);
        assertThat(digest).matches("[0-9a-f]{64}");
    }

    @Test
    void theDigestSeesCaptionsBytesAndNames() throws IOException {
        // Given
        image("a.png", RED, "one");
        String digest = load().digest();

        // When
        metadata.setLength(0);
        image("a.png", RED, "One");
        String otherCaption = load().digest();
        metadata.setLength(0);
        image("a.png", RED + 1, "one");
        String otherBytes = load().digest();
        metadata.setLength(0);
        image("b.png", RED, "one");
        String otherName = load().digest();

        // Then
        assertThat(digest).isNotIn(otherCaption, otherBytes, otherName);
    }

    @Test
    void aBrokenFileAmongManyIsListedAndLeftOut() throws IOException {
        // Given
        for (int i = 0; i < 19; i++) {
            image("good%02d.png".formatted(i), RED, "good");
        }
        line("broken.png", "broken");
        Files.writeString(folder.resolve("broken.png"), "no image");

        // When
        var data = load();

        // Then
        assertThat(data.size()).isEqualTo(19);
        assertThat(data.broken()).containsExactly("broken.png (not a PNG or JPEG)");
    }

    @Test
    void tooManyBrokenFilesAreAnErrorThatNamesThem() throws IOException {
        // Given
        image("good.png", RED, "good");
        line("cut.png", "cut");
        Files.write(
                folder.resolve("cut.png"), java.util.Arrays.copyOf(Files.readAllBytes(folder.resolve("good.png")), 40));
        line("missing.png", "missing");

        // Then
        assertThatThrownBy(this::load)
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("2 of 3 images can't be used, at most 5 % may: cut.png (")
                .hasMessageContaining("missing.png (missing)");
    }

    @Test
    void namesOutsideTheFolderAreRefused() {
        for (String name : new String[] {"../secret.png", "/etc/passwd", "", ".", "a/../../b.png", "a\\u0000b"}) {
            metadata.setLength(0);
            line(name, "text");
            assertThatThrownBy(this::load).as(name).hasMessageContaining("must lie inside the data folder");
        }
    }

    @Test
    void aFolderThatIsNoDataSetIsRefused() throws IOException {
        assertThatThrownBy(() -> CaptionFolder.load(config(), encoder, (_, _) -> {}))
                .hasMessageContaining("has no metadata.jsonl");
        assertThatThrownBy(this::load).hasMessageContaining("has no images");
        metadata.append("not json\n");
        assertThatThrownBy(this::load).hasMessageContaining("line 1 is not a JSON object");
        metadata.setLength(0);
        metadata.append("{\"file_name\": \"a.png\", \"text\": 7}\n");
        assertThatThrownBy(this::load).hasMessageContaining("line 1: text must be text (got 7)");
        metadata.setLength(0);
        line("a.png", "a");
        line("a.png", "a");
        assertThatThrownBy(this::load).hasMessageContaining("a.png stands there twice with the same text");
    }

    @Test
    void anImageMayHaveSeveralCaptionsInTheOrderOfTheirLines() throws IOException {
        image("b.png", RED, "second");
        image("a.png", RED, "long caption");
        line("a.png", "short");
        Files.writeString(folder.resolve("metadata.jsonl"), metadata);

        CaptionFolder data = CaptionFolder.load(config(), encoder, (_, _) -> {});

        assertThat(data.size()).isEqualTo(3);
        assertThat(caption(data, 0)).isEqualTo(encoder.encode("long caption"));
        assertThat(caption(data, 1)).isEqualTo(encoder.encode("short"));
        assertThat(caption(data, 2)).isEqualTo(encoder.encode("second"));
    }

    private static float[] caption(CaptionFolder data, int index) {
        float[] rows = new float[data.conditioning().length()];
        data.copyCondition(index, rows, 0);
        return rows;
    }

    @Test
    void loadingTellsHowFarItIs() throws IOException {
        // Given
        image("a.png", RED, "one");
        image("b.png", RED, "two");
        Files.writeString(folder.resolve("metadata.jsonl"), metadata);
        var told = new ArrayList<String>();

        // When
        CaptionFolder.load(config(), encoder, (done, total) -> told.add(done + "/" + total));

        // Then
        assertThat(told).containsExactly("1/2", "2/2");
    }

    private void image(String name, int argb, String caption) throws IOException {
        var image = new BufferedImage(10, 6, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < 6; y++) {
            for (int x = 0; x < 10; x++) {
                image.setRGB(x, y, argb);
            }
        }
        ImageIO.write(image, "png", folder.resolve(name).toFile());
        line(name, caption);
    }

    private void line(String name, String caption) {
        metadata.append("{\"file_name\": \"%s\", \"text\": \"%s\"}\n".formatted(name, caption));
    }

    private CaptionFolder load() throws IOException {
        Files.writeString(folder.resolve("metadata.jsonl"), metadata);
        return CaptionFolder.load(config(), encoder, (_, _) -> {});
    }

    private TrainingConfig.Data config() {
        return new TrainingConfig.Data(folder, "CC0-1.0", SIZE, MAX_TOKENS);
    }

    private static float[] filled() {
        float[] target = new float[MAX_TOKENS * TextEncoder.WIDTH];
        java.util.Arrays.fill(target, 7);
        return target;
    }
}
