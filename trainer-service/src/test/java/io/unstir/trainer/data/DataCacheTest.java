package io.unstir.trainer.data;

import static io.unstir.trainer.data.ImageFolder.RED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataCacheTest {
    private static final int IMAGES = 150;

    @TempDir
    Path path;

    @TempDir
    Path caches;

    private ImageFolder folder;

    @BeforeEach
    void fill() {
        folder = new ImageFolder(path);
        for (int i = 0; i < IMAGES; i++) {
            folder.png("%03d.png".formatted(i), 0xFF000000 | i * 40_503);
        }
        folder.file("broken.png", "no image".getBytes());
    }

    @Test
    void aWarmCacheGivesWhatAColdOneGave() {
        // Given
        Floats cold = Floats.of(load());

        // When
        var told = new ArrayList<String>();
        DataSet warm = DataSets.load(folder.config(""), cache(), (done, total) -> told.add(done + "/" + total));

        // Then
        assertThat(Floats.of(warm)).isEqualTo(cold);
        assertThat(warm.broken()).extracting(BrokenFile::name).containsExactly("broken.png");
        assertThat(told).containsExactly("151/151");
    }

    @Test
    void loadingTellsOfEveryImage() {
        var told = new ArrayList<Integer>();

        DataSets.load(folder.config(""), cache(), (done, _) -> told.add(done));

        assertThat(told).hasSize(IMAGES + 1).isSorted().endsWith(IMAGES + 1);
    }

    @Test
    void captionsAreTheSameFromAWarmCache() {
        folder.captioned("000.png", RED, "a red square");

        Floats cold = Floats.of(load());

        assertThat(Floats.of(load())).isEqualTo(cold);
    }

    @Test
    void damagedAndCutFilesAreMadeAnew() throws IOException {
        // Given
        Floats cold = Floats.of(load());
        Path file = onlyFile();
        byte[] whole = Files.readAllBytes(file);

        for (int at : new int[] {0, whole.length / 2, whole.length - 30, whole.length - 20, whole.length - 1}) {
            // When
            byte[] damaged = whole.clone();
            damaged[at] ^= 1;
            replace(file, damaged);

            // Then
            assertThat(Floats.of(load())).isEqualTo(cold);
            assertThat(file).hasBinaryContent(whole);
        }
        for (int length : new int[] {0, 10, whole.length - 1}) {
            replace(file, java.util.Arrays.copyOf(whole, length));
            assertThat(Floats.of(load())).isEqualTo(cold);
            assertThat(file).hasBinaryContent(whole);
        }
    }

    @Test
    void severalFirstStartsAtOnceAgree() throws Exception {
        // Given
        Callable<Floats> start = () -> Floats.of(load());

        // When
        var starts = new ArrayList<Future<Floats>>();
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 4; i++) {
                starts.add(threads.submit(start));
            }
        }

        // Then
        for (Future<Floats> result : starts) {
            assertThat(result.get()).isEqualTo(starts.getFirst().get());
        }
        onlyFile();
    }

    @Test
    void sizeColourAndFitHaveCachesOfTheirOwn() {
        float[] crop = ImageFolder.image(load().training(), 0);

        assertThat(ImageFolder.image(folder.load(cache(), ", fit: pad").training(), 0))
                .isNotEqualTo(crop);
        assertThat(folder.load(cache(), ", colour: grey").training().channels()).isEqualTo(1);
    }

    @Test
    void aChangedImageIsDecodedAnew() {
        float[] before = ImageFolder.image(load().training(), 0);

        folder.png("000.png", RED);

        assertThat(ImageFolder.image(load().training(), 0)).isNotEqualTo(before);
    }

    @Test
    void aCacheThatCantBeWrittenIsNamed() throws IOException {
        Path file = Files.writeString(caches.resolve("file"), "");

        assertThatThrownBy(() -> folder.load(new DataCache(file.resolve("below"))))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("The cache " + file.resolve("below"))
                .hasMessageContaining("could not be written");
    }

    private DataSet load() {
        return folder.load(cache());
    }

    private DataCache cache() {
        return new DataCache(caches);
    }

    /** Another file under the name: what is mapped must not be written to. */
    private static void replace(Path file, byte[] content) throws IOException {
        Files.delete(file);
        Files.write(file, content);
    }

    private Path onlyFile() throws IOException {
        try (var files = Files.list(caches)) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            return all.getFirst();
        }
    }

    /** All that a network would see, and the digest. */
    private record Floats(String digest, List<List<Float>> rows) {
        static Floats of(DataSet set) {
            TrainingData data = set.training();
            var rows = new ArrayList<List<Float>>();
            for (int i = 0; i < data.size(); i++) {
                rows.add(boxed(ImageFolder.image(data, i)));
                rows.add(boxed(ImageFolder.condition(data, i)));
            }
            return new Floats(data.digest(), rows);
        }

        private static List<Float> boxed(float[] values) {
            var list = new ArrayList<Float>();
            for (float value : values) {
                list.add(value);
            }
            return list;
        }
    }
}
