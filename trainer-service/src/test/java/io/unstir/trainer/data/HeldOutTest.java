package io.unstir.trainer.data;

import static io.unstir.trainer.data.ImageFolder.image;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldOutTest {
    private static final int MOST_COLOURS = 1 << 24;

    @TempDir
    Path temporary;

    private Path path;

    @BeforeTry
    void open() throws IOException {
        path = Files.createTempDirectory("held-out");
    }

    @AfterTry
    void remove() throws IOException {
        try (var files = Files.walk(path)) {
            for (Path file : files.toList().reversed()) {
                Files.delete(file);
            }
        }
    }

    @Property(tries = 20)
    void filesKeepTheirSideWhenOthersCome(
            @ForAll @Size(min = 2, max = 20) Set<@IntRange(max = MOST_COLOURS - 1) Integer> colours,
            @ForAll @Size(min = 1, max = 10) Set<@IntRange(max = MOST_COLOURS - 1) Integer> more,
            @ForAll @DoubleRange(min = 0.1, max = 0.5) double share) {
        // Given
        var folder = new ImageFolder(path.resolve("data"));
        colours.forEach(colour -> folder.png(colour + ".png", colour | 0xFF000000));
        Sides before = sides(folder, share);

        // When
        more.forEach(colour -> folder.png("more/" + colour + ".png", colour | 0xFF000000));
        Sides after = sides(folder, share);

        // Then
        assertThat(after.training()).containsAll(before.training());
        assertThat(after.heldOut()).containsAll(before.heldOut());
        assertThat(Collections.disjoint(after.training(), after.heldOut())).isTrue();
    }

    @Property(tries = 200)
    void aLargerShareHoldsAllThatASmallerOneHolds(
            @ForAll long content,
            @ForAll @DoubleRange(max = 0.5) double one,
            @ForAll @DoubleRange(max = 0.5) double two) {
        String digest = Fingerprints.of(Long.toString(content).getBytes());

        boolean small = new HeldOut(Math.min(one, two)).holds(digest);
        boolean large = new HeldOut(Math.max(one, two)).holds(digest);

        assertThat(large || !small).isTrue();
    }

    @Test
    void theShareIsAboutWhatWasAskedFor() {
        var heldOut = new HeldOut(0.2);
        int held = 0;
        for (int i = 0; i < 10_000; i++) {
            held += heldOut.holds(Fingerprints.of(new byte[] {(byte) i, (byte) (i >> 8)})) ? 1 : 0;
        }
        assertThat(held / 10_000.0).isCloseTo(0.2, within(0.02));
    }

    @Test
    void nothingIsHeldOutUnlessAskedFor() {
        assertThat(new HeldOut(0).holds("0".repeat(64))).isFalse();
    }

    @Test
    void captionsAndCopiesOfAnImageStayTogether() {
        // Given
        var folder = new ImageFolder(temporary.resolve("data"));
        for (int i = 0; i < 30; i++) {
            int colour = 0xFF000000 | i * 7919;
            folder.captioned("%02d.png".formatted(i), colour, "first " + i);
            folder.captioned("%02d.png".formatted(i), colour, "second " + i);
            folder.captioned("copy%02d.png".formatted(i), colour, "copy " + i);
        }

        // When
        DataSet set = folder.load(new DataCache(temporary.resolve("cache")), ", held_out: 0.4");

        // Then
        TrainingData heldOut = set.heldOut().orElseThrow();
        assertThat(set.training().size() + heldOut.size()).isEqualTo(90);
        assertThat(heldOut.size() % 3).isZero();
        assertThat(heldOut.digest()).isEqualTo(set.training().digest());
        assertThat(images(set.training())).doesNotContainAnyElementsOf(images(heldOut));
    }

    @Test
    void somethingHasToBeLeft() {
        var folder = new ImageFolder(temporary.resolve("one"));
        int colour = 0;
        while (!new HeldOut(0.5)
                .holds(Fingerprints.of(ImageFolder.encoded("png", ImageFolder.filled(10, 6, colour))))) {
            colour++;
        }
        folder.png("only.png", colour);

        assertThatThrownBy(() -> folder.load(new DataCache(temporary.resolve("cache")), ", held_out: 0.5"))
                .hasMessage("data.held_out must leave an image to train on (got 0.5 of 1)");
    }

    private Sides sides(ImageFolder folder, double share) {
        var cache = new DataCache(path.resolve("cache"));
        DataSet set;
        try {
            set = folder.load(cache, ", held_out: " + share);
        } catch (DatasetException e) {
            Assume.that(!e.getMessage().contains("data.held_out"));
            throw e;
        }
        return new Sides(
                images(set.training()), set.heldOut().map(HeldOutTest::images).orElse(Set.of()));
    }

    private static Set<List<Float>> images(TrainingData data) {
        var images = new HashSet<List<Float>>();
        for (int i = 0; i < data.size(); i++) {
            float[] image = image(data, i);
            Float[] boxed = new Float[image.length];
            Arrays.setAll(boxed, at -> image[at]);
            images.add(List.of(boxed));
        }
        return images;
    }

    private record Sides(Set<List<Float>> training, Set<List<Float>> heldOut) {}
}
