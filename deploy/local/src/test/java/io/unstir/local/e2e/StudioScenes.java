package io.unstir.local.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** What people make in the studio. */
abstract class StudioScenes extends StudioVisitor {
    private static final Path HEART = Path.of("../../docs/images/heart.png");

    @Test
    void aPromptBecomesImagesThatAreSeenComingOutOfTheNoise() {
        // Given
        show("/");
        field("Prompt").fill("red heart");
        field("Images").fill("4");
        field("Steps").fill("150");

        // When
        Locator job = asked("Create");

        // Then
        job.locator("img[src^='data:image/png']").first().waitFor(patience());
        awaitStatus(job, "succeeded");
        assertThat(job.locator("a.tile.made[href]")).hasCount(4);
        assertThat(page.locator("#spoken")).containsText("succeeded");
    }

    @Test
    void whatTheApiRefusesIsShownAtItsField() {
        // Given
        show("/");
        field("Prompt").fill("red heart");
        field("Steps").fill("100000");

        // When
        button("Create").click();

        // Then
        assertThat(field("Steps")).hasAttribute("aria-invalid", "true");
        assertThat(page.locator(".complaint:visible")).containsText("1000");
        // The refusal itself is the one thing the browser reports.
        assertThat(complaints).hasSize(1).allMatch(complaint -> complaint.contains("400"));
        complaints.clear();
    }

    @Test
    void aJobIsCanceled() {
        // Given
        show("/");
        field("Prompt").fill("rocket");
        field("Images").fill("16");
        field("Steps").fill("1000");
        Locator job = asked("Create");
        awaitStatus(job, "processing");

        // When
        job.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Cancel"))
                .click();

        // Then
        awaitStatus(job, "canceled");
    }

    @Test
    void onlyWhatIsPaintedIsMadeAnew() throws IOException {
        // Given
        show("/#/edit");
        page.locator("input[type=file]").setInputFiles(HEART);
        page.getByText("A part").click();
        paintRightThird();
        field("Prompt").fill("a blue heart");
        field("Steps").fill("10");

        // When
        Locator job = asked("Make");

        // Then
        awaitStatus(job, "succeeded");
        BufferedImage before = ImageIO.read(HEART.toFile());
        BufferedImage after = image(job);
        assertThat(pixels(after, 0, 16)).isEqualTo(pixels(before, 0, 16));
        assertThat(pixels(after, 24, 8)).isNotEqualTo(pixels(before, 24, 8));
    }

    @Test
    void aWholePictureIsDrawnAgainAfterThePrompt() throws IOException {
        // Given
        show("/#/edit");
        page.locator("input[type=file]").setInputFiles(HEART);
        assertThat(page.getByLabel("All of it")).isChecked();
        field("Prompt").fill("a yellow heart");
        field("Strength").fill("0.5");
        field("Steps").fill("10");

        // When
        Locator job = asked("Make");

        // Then
        awaitStatus(job, "succeeded");
        var input = system().json(
                        system().get("/v1/jobs/" + job.getAttribute("data-job")).body())
                .path("input");
        assertThat(input.path("strength").asDouble()).isEqualTo(0.5);
        assertThat(input.path("init_image").asText()).hasSize(64);
        assertThat(input.hasNonNull("mask")).isFalse();
        BufferedImage before = ImageIO.read(HEART.toFile());
        BufferedImage after = image(job);
        assertThat(after.getWidth()).isEqualTo(before.getWidth());
        assertThat(pixels(after, 0, 32)).isNotEqualTo(pixels(before, 0, 32));
    }

    @Test
    void aPictureGrowsAtItsSidesAndIsKept() throws IOException {
        // Given
        show("/#/edit");
        page.locator("input[type=file]").setInputFiles(HEART);
        page.getByText("Around it").click();
        field("Left").fill("8");
        field("Top").fill("0");
        field("Right").fill("16");
        field("Bottom").fill("0");
        field("Prompt").fill("a red heart");
        field("Steps").fill("10");

        // When
        Locator job = asked("Make");

        // Then
        awaitStatus(job, "succeeded");
        BufferedImage before = ImageIO.read(HEART.toFile());
        BufferedImage after = image(job);
        assertThat(after.getWidth()).isEqualTo(56);
        assertThat(after.getHeight()).isEqualTo(32);
        assertThat(pixels(after, 8, 32)).isEqualTo(pixels(before, 0, 32));
    }

    @Test
    void theMaskCanBePaintedWithKeys() {
        // Given
        show("/#/edit");
        page.locator("input[type=file]").setInputFiles(HEART);
        page.getByText("A part").click();
        button("Undo").waitFor();
        assertThat(button("Undo")).isDisabled();

        // When
        page.locator("canvas").focus();
        for (String key : List.of("ArrowLeft", "ArrowUp", "Space", "]", "Shift+ArrowRight")) {
            page.keyboard().press(key);
        }

        // Then
        assertThat(button("Undo")).isEnabled();
        page.keyboard().press("Control+z");
        page.keyboard().press("Control+z");
        assertThat(button("Undo")).isDisabled();
        assertThat(button("Redo")).isEnabled();
    }

    @Test
    void anImagesPageShowsItsLineageAndProvesIt() {
        // Given
        show("/");
        field("Prompt").fill("snowman");
        field("Steps").fill("10");
        Locator job = asked("Create");
        awaitStatus(job, "succeeded");

        // When
        job.locator("a.tile").click();

        // Then
        // Image, job, checkpoint, training, the checkpoint that this began with, data set.
        assertThat(page.locator(".lineage .node")).hasCount(6);
        Locator checkpoint = page.getByLabel("checkpoint: emoji@2");
        checkpoint.focus();
        page.keyboard().press("Enter");
        assertThat(checkpoint).hasAttribute("aria-pressed", "true");
        assertThat(page.locator(".about")).containsText("emoji@2");

        // When
        button("Verify").click();

        // Then
        assertThat(page.locator(".outcome")).containsText("Equal", containsPatiently());
        page.reload();
        assertThat(page.getByText("Made again once before: 1 equal")).isVisible();
        page.getByText("Again with this seed").click();
        assertThat(field("Prompt")).hasValue("snowman");
        assertThat(field("Seed")).not().hasValue("");
    }

    @Test
    void aDownloadCarriesItsParameters() throws IOException {
        // Given
        show("/");
        field("Prompt").fill("octopus");
        field("Steps").fill("5");
        Locator job = asked("Create");
        awaitStatus(job, "succeeded");
        job.locator("a.tile").click();

        // When
        var download = page.waitForDownload(() -> button("Download PNG").click());

        // Then
        assertThat(download.suggestedFilename()).startsWith("octopus-").endsWith(".png");
        assertThat(Files.readString(download.path(), ISO_8859_1))
                .contains("tEXtprompt\0octopus", "tEXtsolver\0", "tEXtlineage\0/v1/images/");
    }

    @Test
    void everythingNeededIsReachedByKeyboard() {
        // Given
        show("/");

        // When
        tabTo("textarea[name=prompt]");
        page.keyboard().type("sun");
        tabTo("input[name=steps]");
        page.keyboard().type("5");
        Locator job = newJob(() -> page.keyboard().press("Control+Enter"));
        awaitStatus(job, "succeeded");
        tabTo("a.tile.made");
        page.keyboard().press("Enter");

        // Then
        assertThat(page.getByRole(
                        AriaRole.HEADING,
                        new Page.GetByRoleOptions().setName("sun").setExact(true)))
                .isVisible();
    }

    @Test
    void theGalleryIsSearched() {
        // Given
        show("/");
        String prompt = "moon " + UUID.randomUUID();
        field("Prompt").fill(prompt);
        field("Steps").fill("5");
        awaitStatus(asked("Create"), "succeeded");

        // When
        show("/#/gallery");
        field("Search prompts").fill(prompt.substring(5));

        // Then
        assertThat(page.locator(".gallery li")).hasCount(1);
        field("Search prompts").fill("nothing like this was ever asked for");
        assertThat(page.locator(".gallery li")).hasCount(0);
    }

    @Test
    void manyJobsAtOnceLeaveThePageUsable() {
        // Given
        List<String> jobs = Stream.generate(() -> system().submit(Map.of("prompt", "key", "steps", 1000)))
                .limit(8)
                .toList();
        show("/");
        assertThat(page.locator(".job[aria-busy=true]").nth(5)).isVisible();

        // When
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Gallery"))
                .click();

        // Then
        assertThat(field("Search prompts")).isVisible();
        jobs.forEach(id -> system().post("/v1/jobs/%s/cancel".formatted(id), Map.of()));
    }

    private void paintRightThird() {
        var box = page.locator("canvas").boundingBox();
        page.getByLabel("Size").fill("6");
        for (double x : List.of(0.8, 0.95)) {
            page.mouse().move(box.x + box.width * x, box.y + 4);
            page.mouse().down();
            page.mouse().move(box.x + box.width * x, box.y + box.height - 4);
            page.mouse().up();
        }
    }
}
