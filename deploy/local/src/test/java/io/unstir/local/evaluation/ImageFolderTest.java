package io.unstir.local.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.unstir.local.api.Digest;
import io.unstir.local.api.Job;
import io.unstir.local.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
    private static final Way WAY = new Way("emoji@1", "c".repeat(64), "dpm++2m", 10, 2.5, 100);
    private static final Wanted CAT = new Wanted(0, "a cat", Optional.of("animals"));
    private static final Wanted DOG = new Wanted(1, "a dog", Optional.empty());
    private static final byte[] PNG = {1, 2, 3};

    @TempDir
    Path parent;

    @Test
    void anImageThatWasMadeIsThereWhenTheFolderIsOpenedAgain() throws IOException {
        // Given
        ImageFolder.open(parent, WAY).add(CAT, job(), PNG);

        // When
        var folder = ImageFolder.open(parent, WAY);

        // Then
        assertThat(folder.has(CAT)).isTrue();
        assertThat(folder.has(DOG)).isFalse();
        assertThat(folder.png(CAT)).isEqualTo(PNG);
        assertThat(folder.path()).hasFileName("dpmpp2m-10-steps-guidance-2.5-seed-100");
        assertThat(Json.read(Files.readString(folder.path().resolve("sampling.json"))))
                .containsEntry("solver", "dpm++2m")
                .containsEntry("steps", 10)
                .containsEntry("guidance_scale", 2.5)
                .containsEntry("seed", 100);
    }

    @Test
    void anImageOfAnotherPromptOrADamagedOneIsNotThere() throws IOException {
        var folder = ImageFolder.open(parent, WAY);
        folder.add(CAT, job(), PNG);

        assertThat(folder.has(new Wanted(0, "a cow", Optional.of("animals")))).isFalse();

        Files.write(folder.path().resolve("00000.png"), new byte[] {9});
        assertThat(folder.has(CAT)).isFalse();
    }

    @Test
    void aLineThatACrashCutOffIsForgottenAndDoesNotSpoilTheNext() throws IOException {
        // Given
        var folder = ImageFolder.open(parent, WAY);
        folder.add(CAT, job(), PNG);
        Files.writeString(folder.path().resolve("made.jsonl"), "{\"index\":1,\"fi", StandardOpenOption.APPEND);

        // When
        ImageFolder.open(parent, WAY).add(DOG, job(), PNG);

        // Then
        var again = ImageFolder.open(parent, WAY);
        assertThat(again.has(CAT)).isTrue();
        assertThat(again.has(DOG)).isTrue();
    }

    @Test
    void theListSaysWhatEachImageIs() throws IOException {
        var folder = ImageFolder.open(parent, WAY);
        folder.add(DOG, job(), PNG);
        folder.add(CAT, job(), PNG);

        folder.list(List.of(CAT, DOG));

        List<String> lines = Files.readAllLines(folder.path().resolve("images.jsonl"));
        assertThat(lines).hasSize(2);
        assertThat(Json.read(lines.getFirst()))
                .isEqualTo(Map.of(
                        "index", 0,
                        "file", "00000.png",
                        "sha256", Digest.sha256(PNG),
                        "seed", 100,
                        "prompt", "a cat",
                        "category", "animals",
                        "job", "7"));
        assertThat(Json.read(lines.getLast())).containsEntry("seed", 101).doesNotContainKey("category");
    }

    private static Job job() {
        return new Job("7", "succeeded", Optional.empty(), 1, 1, List.of(), Optional.empty());
    }
}
