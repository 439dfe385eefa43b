package io.unstir.local.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasAttributeOptions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people do in the studio, in a real browser and with a real system behind it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class StudioScenes {
    private static final double PATIENCE = 120_000;
    private static final Path HEART = Path.of("../../docs/images/heart.png");
    private static final Path SCREENSHOTS = Path.of("target/studio");

    private Chromium chromium;
    private BrowserContext context;
    private Page page;
    private final List<String> complaints = new ArrayList<>();

    abstract RunningSystem system();

    @BeforeAll
    void startBrowser() {
        chromium = Chromium.start();
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE / 4);
    }

    @AfterAll
    void stopBrowser() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @BeforeEach
    void openPage() {
        open(1440, 900, ColorScheme.LIGHT);
    }

    @AfterEach
    void nothingWentWrongInThePage() {
        context.close();
        assertThat(complaints).as("errors in the browser's console").isEmpty();
    }

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
        assertThat(page.locator(".lineage .node")).hasCount(5);
        Locator checkpoint = page.getByLabel("checkpoint: emoji@1");
        checkpoint.focus();
        page.keyboard().press("Enter");
        assertThat(checkpoint).hasAttribute("aria-pressed", "true");
        assertThat(page.locator(".about")).containsText("emoji@1");

        // When
        button("Verify").click();

        // Then
        assertThat(page.locator(".outcome")).containsText("Equal", containsPatiently());
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

    @Test
    void aKeyIsAskedForAndStaysInTheTab() {
        // Given
        var sent = new ArrayList<String>();
        page.route("**/v1/models", route -> {
            String key = route.request().headers().get("authorization");
            if (key == null) {
                route.fulfill(new Route.FulfillOptions().setStatus(401).setBody("{}"));
            } else {
                sent.add(key);
                route.resume();
            }
        });
        show("/");

        // When
        page.getByLabel("Key", new Page.GetByLabelOptions().setExact(true)).fill("a-key");
        button("Use this key").click();

        // Then
        assertThat(field("Prompt")).isVisible();
        assertThat(sent).containsExactly("Bearer a-key");
        assertThat(page.evaluate("JSON.stringify(localStorage) + document.cookie"))
                .isEqualTo("{}");
        complaints.removeIf(complaint -> complaint.contains("401"));
    }

    @ParameterizedTest
    @CsvSource({"360, 800, LIGHT", "360, 800, DARK", "1440, 900, LIGHT", "1440, 900, DARK"})
    void everyViewFitsItsWindow(int width, int height, ColorScheme scheme) {
        // Given
        context.close();
        open(width, height, scheme);

        for (String view : List.of("create", "edit", "gallery", "trainings", "system")) {
            // When
            show("/#/" + view);
            page.locator("main:not([aria-busy]) > *").first().waitFor();

            // Then
            assertThat(page.evaluate("document.documentElement.scrollWidth"))
                    .as("%s at %d", view, width)
                    .isEqualTo(width);
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(SCREENSHOTS.resolve(
                            "%s-%d-%s.png".formatted(view, width, scheme.name().toLowerCase())))
                    .setFullPage(true));
        }
    }

    private void open(int width, int height, ColorScheme scheme) {
        complaints.clear();
        context = chromium.browser()
                .newContext(new Browser.NewContextOptions()
                        .setViewportSize(width, height)
                        .setColorScheme(scheme)
                        .setReducedMotion(ReducedMotion.REDUCE));
        context.setDefaultTimeout(PATIENCE / 2);
        page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
    }

    private void show(String address) {
        page.navigate("about:blank");
        page.navigate(system().uri(address).toString());
    }

    private Locator field(String label) {
        return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true));
    }

    private Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private Locator asked(String button) {
        return newJob(() -> button(button).click());
    }

    /** By its id: jobs of other tests stand there before it comes, and others may come to stand before it. */
    private Locator newJob(Runnable submission) {
        List<String> before = jobs();
        submission.run();
        page.waitForCondition(() -> !before.containsAll(jobs()));
        String id =
                jobs().stream().filter(job -> !before.contains(job)).findFirst().orElseThrow();
        return page.locator("[data-job='%s']".formatted(id));
    }

    private List<String> jobs() {
        return page.locator(".job").all().stream()
                .map(job -> job.getAttribute("data-job"))
                .toList();
    }

    private static void awaitStatus(Locator job, String status) {
        assertThat(job).hasAttribute("data-status", status, new HasAttributeOptions().setTimeout(PATIENCE));
    }

    private static Locator.WaitForOptions patience() {
        return new Locator.WaitForOptions().setTimeout(PATIENCE);
    }

    private static ContainsTextOptions containsPatiently() {
        return new ContainsTextOptions().setTimeout(PATIENCE);
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

    /** Gives up after more stops than the page has. */
    private void tabTo(String selector) {
        for (int stops = 0; stops < 60; stops++) {
            page.keyboard().press("Tab");
            if ((boolean) page.evaluate("selector => document.activeElement.matches(selector)", selector)) {
                return;
            }
        }
        throw new AssertionError("the Tab key does not lead to " + selector);
    }

    private BufferedImage image(Locator job) throws IOException {
        String sha256 = job.locator("a.tile").getAttribute("href").replace("#/images/", "");
        return ImageIO.read(new ByteArrayInputStream(system().bytes("/v1/images/" + sha256)));
    }

    private static int[] pixels(BufferedImage image, int x, int width) {
        return image.getRGB(x, 0, width, image.getHeight(), null, 0, width);
    }
}
