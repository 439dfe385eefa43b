package io.unstir.trainer.data;

import static io.unstir.trainer.data.ImageFolder.RED;
import static io.unstir.trainer.data.ImageFolder.SIZE;
import static io.unstir.trainer.data.ImageFolder.condition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.unstir.trainer.network.Conditioning;
import io.unstir.trainer.text.TextEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptionedImagesTest {
    private static final int MAX_TOKENS = 8;

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
    void captionsAreEncodedWithZeroRowsAfterThem() {
        // Given
        folder.captioned("red.png", RED, "a red square");

        // When
        TrainingData data = load().training();

        // Then
        float[] caption = filled();
        float[] empty = filled();
        data.copyCondition(0, caption, 0);
        data.copyNoCondition(empty, 0);
        try (var encoder = new TextEncoder(MAX_TOKENS)) {
            assertThat(caption).isEqualTo(encoder.encode("a red square"));
            assertThat(empty).isEqualTo(encoder.encode(""));
        }
        assertThat(data.conditioning()).isEqualTo(new Conditioning.Text(MAX_TOKENS, TextEncoder.WIDTH));
        assertThat(data.size()).isEqualTo(1);
        assertThat(data.channels()).isEqualTo(3);
        assertThat(data.imageSize()).isEqualTo(SIZE);
    }

    @Test
    void anImageMayHaveSeveralCaptionsInTheOrderOfTheirLines() {
        // Given
        folder.captioned("b.png", RED, "second")
                .captioned("a.png", RED, "long caption")
                .captioned("a.png", RED, "short");

        // When
        TrainingData data = load().training();

        // Then
        assertThat(data.size()).isEqualTo(3);
        try (var encoder = new TextEncoder(MAX_TOKENS)) {
            assertThat(condition(data, 0)).isEqualTo(encoder.encode("long caption"));
            assertThat(condition(data, 1)).isEqualTo(encoder.encode("short"));
            assertThat(condition(data, 2)).isEqualTo(encoder.encode("second"));
        }
    }

    @Test
    void theDigestDependsOnContentAndNotOnTheOrderOfLines() throws IOException {
        // Given
        folder.captioned("a.png", RED, "one").captioned("b.png", RED, "two");
        String digest = load().training().digest();

        // When
        List<String> lines = Files.readAllLines(path.resolve("metadata.jsonl"));
        Files.write(path.resolve("metadata.jsonl"), lines.reversed());

        // Then
        assertThat(load().training().digest()).isEqualTo(digest);
        assertThat(digest).matches("[0-9a-f]{64}");
    }

    @Test
    void theDigestSeesNamesBytesCaptionsAndCategories() throws IOException {
        // When
        var digests = new ArrayList<String>();
        digests.add(digestOf("a.png", RED, "one", ""));
        digests.add(digestOf("b.png", RED, "one", ""));
        digests.add(digestOf("a.png", RED + 1, "one", ""));
        digests.add(digestOf("a.png", RED, "One", ""));
        digests.add(digestOf("a.png", RED, "one", ", \"category\": \"square\""));

        // Then
        assertThat(digests).doesNotHaveDuplicates();
    }

    /** Bundles name it: length, colon and bytes of each file's name, SHA-256 and caption. */
    @Test
    void theDigestOfCaptionsIsThatOfEarlierVersions() throws Exception {
        // Given
        byte[] file = ImageFolder.resource("lossy.png");
        folder.file("b.png", file).line("{\"file_name\": \"b.png\", \"text\": \"a photo\"}");

        // When
        String digest = load().training().digest();

        // Then
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        byte[] inner = sha256.digest(file);
        sha256.update("5:b.png32:".getBytes());
        sha256.update(inner);
        sha256.update("7:a photo".getBytes());
        assertThat(digest).isEqualTo(HexFormat.of().formatHex(sha256.digest()));
    }

    @Test
    void categoriesComeFromTheirLines() {
        // Given
        for (String name : List.of("c", "a", "b")) {
            folder.png(name + ".png", RED)
                    .line("{\"file_name\": \"%s.png\", \"text\": \"x\", \"category\": \"%s\"}"
                            .formatted(name, name.equals("a") ? "Zoo" : "Fruit"));
        }

        // When
        TrainingData data = load().training();

        // Then
        assertThat(data.categories()).containsExactly("Fruit", "Zoo");
        assertThat(List.of(data.category(0), data.category(1), data.category(2)))
                .containsExactly(1, 0, 0);
    }

    @Test
    void withoutCategoriesAskingForOneIsAnError() {
        TrainingData data =
                folder.captioned("a.png", RED, "x").load(new DataCache(caches)).training();

        assertThat(data.categories()).isEmpty();
        assertThatThrownBy(() -> data.category(0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aBrokenFileAmongManyIsListedAndLeftOut() {
        // Given
        for (int i = 0; i < 19; i++) {
            folder.captioned("good%02d.png".formatted(i), RED, "good");
        }
        folder.file("broken.png", "no image".getBytes()).line("{\"file_name\": \"broken.png\", \"text\": \"one\"}");
        folder.line("{\"file_name\": \"broken.png\", \"text\": \"two\"}");

        // When
        DataSet data = load();

        // Then
        assertThat(data.training().size()).isEqualTo(19);
        assertThat(data.broken()).containsExactly(new BrokenFile("broken.png", "not a PNG, JPEG or WebP"));
    }

    @Test
    void tooManyBrokenFilesAreAnErrorThatNamesThem() {
        // Given
        byte[] good = ImageFolder.encoded("png", ImageFolder.filled(10, 6, RED));
        folder.captioned("good.png", RED, "good");
        folder.file("cut.png", java.util.Arrays.copyOf(good, 40))
                .line("{\"file_name\": \"cut.png\", \"text\": \"cut\"}");
        folder.line("{\"file_name\": \"missing.png\", \"text\": \"missing\"}");

        // Then
        assertThatThrownBy(this::load)
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("2 of 3 images can't be used, at most 5 % may (data.broken_limit): cut.png (")
                .hasMessageContaining("missing.png (missing)");
        assertThat(folder.load(new DataCache(caches), ", broken_limit: 0.7").broken())
                .extracting(BrokenFile::name)
                .containsExactly("cut.png", "missing.png");
    }

    @Test
    void noMoreThanTenBrokenFilesAreNamed() {
        // Given
        for (int i = 0; i < 12; i++) {
            folder.line("{\"file_name\": \"no%02d.png\", \"text\": \"x\"}".formatted(i));
        }

        // Then
        assertThatThrownBy(() -> folder.load(new DataCache(caches), ", broken_limit: 1"))
                .hasMessageContaining("12 of 12 images can't be used, at most 100 % may")
                .hasMessageEndingWith("no09.png (missing) and 2 more");
    }

    @Test
    void namesOutsideTheFolderAreRefused() throws IOException {
        for (String name : new String[] {"../secret.png", "/etc/passwd", "", ".", "a/../../b.png", "a\\u0000b"}) {
            Files.deleteIfExists(path.resolve("metadata.jsonl"));
            folder.line("{\"file_name\": \"%s\", \"text\": \"x\"}".formatted(name));
            assertThatThrownBy(this::load).as(name).hasMessageContaining("must lie inside the data folder");
        }
    }

    @Test
    void anIndexThatMakesNoSenseIsRefused() throws IOException {
        assertRefused("has no images", "");
        assertRefused("line 1 is not a JSON object", "not json");
        assertRefused("line 1: text must be text (got 7)", "{\"file_name\": \"a.png\", \"text\": 7}");
        assertRefused("line 1: file_name must be text (got nothing)", "{\"text\": \"a\"}");
        String line = "{\"file_name\": \"a.png\", \"text\": \"a\"}";
        assertRefused("line 2: file_name a.png stands there twice with the same text", line, line);
        String fruit = "{\"file_name\": \"a.png\", \"text\": \"b\", \"category\": \"Fruit\"}";
        assertRefused("line 2: category must be that of a.png's other lines, nothing (got Fruit)", line, fruit);
        String other = "{\"file_name\": \"b.png\", \"text\": \"b\", \"category\": \"Fruit\"}";
        assertRefused("category must be given for all images or for none (got nothing for a.png)", line, other);
        assertRefused("line 1: category must be text (got 3)", fruit.replace("\"Fruit\"", "3"));
    }

    private void assertRefused(String message, String... lines) throws IOException {
        Files.write(path.resolve("metadata.jsonl"), List.of(lines));
        assertThatThrownBy(this::load).isInstanceOf(DatasetException.class).hasMessageContaining(message);
    }

    private String digestOf(String name, int argb, String caption, String more) throws IOException {
        Files.deleteIfExists(path.resolve("metadata.jsonl"));
        folder.png(name, argb).line("{\"file_name\": \"%s\", \"text\": \"%s\"%s}".formatted(name, caption, more));
        return load().training().digest();
    }

    private DataSet load() {
        return folder.load(new DataCache(caches));
    }

    private static float[] filled() {
        float[] target = new float[MAX_TOKENS * TextEncoder.WIDTH];
        java.util.Arrays.fill(target, 7);
        return target;
    }
}
