package io.unstir.local.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What people see in the studio, whatever their window, their colours and their wish for rest. */
abstract class StudioViews extends StudioVisitor {
    private static final Path SCREENSHOTS = Path.of("target/studio");
    private static final double READABLE = 4.5;

    private String image;
    private String training;

    /** A gateway of the same system that asks for keys, on a port that is free. */
    abstract int guardedPort();

    @BeforeAll
    void makeWhatIsLookedAt(@TempDir Path folder) throws IOException {
        image = system().succeeded(system().submit(Map.of("prompt", "a red heart", "seed", 7, "steps", 20)))
                .at("/images/0/sha256")
                .asText();
        system().submit(Map.of("prompt", "a red heart", "init_image", image, "strength", 0.6, "n", 2));
        Path squares = folder.resolve("squares");
        ColouredSquares.write(squares);
        var accepted = system().post("/v1/trainings", Map.of("config", """
                model: shown
                data: {folder: %s, image_size: 8, max_tokens: 8}
                network: {channels: [16, 32], blocks: 1, attention_levels: [], heads: 2}
                diffusion: {schedule: cosine, steps: 100, prediction: v_prediction}
                training: {steps: 24, batch: 4, learning_rate: 0.003, warmup_steps: 4, ema_decay: 0.98, samples_every: 8}
                sampling: {solver: ddim, steps: 10, guidance_scale: 1.0}
                """.formatted(squares)));
        training = system().json(accepted.body()).path("id").asText();
        system().await("/v1/trainings/" + training, "succeeded");
    }

    @Test
    void aTrainingsPageShowsItsLossAndItsSamples() {
        // Given
        show("/#/trainings");

        // When
        page.locator("a[href='#/trainings/%s']".formatted(training)).click();

        // Then
        assertThat(page.locator("h1")).hasText("shown");
        assertThat(page.locator(".status")).hasText("succeeded");
        Locator curve = page.locator("svg.curve");
        assertThat(curve).hasAttribute("aria-label", Pattern.compile("Loss over steps: .* at step 24.*"));
        assertThat(curve.locator("circle.newest")).isVisible();
        assertThat(page.locator(".sheets figcaption").first()).hasText("step 24");
        assertThat(page.locator(".sheets li")).hasCount(3);
        await("document.querySelector('.sheets img').naturalWidth > 8");
    }

    @Test
    void theSystemViewTellsWhoIsAliveAndHowItWent() {
        // When
        show("/#/system");

        // Then
        assertThat(page.getByText(": ready")).hasCount(4);
        Locator sampler = card("Samplers");
        assertThat(sampler).containsText("sampler-0");
        assertThat(sampler).containsText(Pattern.compile("\\d+ of \\d+"));
        assertThat(sampler).containsText("ort-");
        assertThat(page.getByText("trainer-1")).isVisible();
        assertThat(card("Trainers")).containsText(Pattern.compile("is idle|trains"));
        assertThat(card("Your queue")).containsText("steps left");
        assertThat(card("Throughput")).containsText(Pattern.compile("[1-9]\\d* images; jobs: [1-9]\\d* succeeded"));
        assertThat(card("Throughput").locator("rect.column").first()).isVisible();
        for (String stage : List.of("waited", "engine", "running", "whole")) {
            assertThat(card("Latency")).containsText(stage);
        }
        assertThat(card("Usage")).containsText("emoji@2");
    }

    @Test
    void theQueueIsSeenToGrowAndToShrink() {
        // Given
        show("/#/system");
        page.locator("h1").waitFor();

        // When
        String id = system().submit(Map.of("prompt", "key", "n", 16, "steps", 1000));

        // Then
        assertThat(card("Samplers")).containsText(Pattern.compile("[1-9]\\d* of \\d+"));
        assertThat(card("Your queue")).containsText(Pattern.compile("[1-9][\\d,]* steps left"));
        system().post("/v1/jobs/%s/cancel".formatted(id), Map.of());
        assertThat(card("Samplers")).containsText(Pattern.compile("\\b0 of \\d+"));
    }

    @Test
    void theThemeIsSwitchedAndStays() {
        // Given
        show("/");
        field("Prompt").waitFor();
        String light = background();

        // When
        button("Switch to dark").click();

        // Then
        String dark = background();
        assertThat(dark).isNotEqualTo(light);
        page.reload();
        assertThat(button("Switch to light")).isVisible();
        assertThat(background()).isEqualTo(dark);
        button("Switch to light").click();
        assertThat(background()).isEqualTo(light);
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void everyTextStandsOutFromWhatItStandsOn(ColorScheme scheme) throws IOException {
        // Given
        open(1440, 900, scheme);
        String measure = Files.readString(Path.of("src/test/resources/contrast.js"));

        for (var view : views().entrySet()) {
            // When
            show(view.getValue());
            settle();
            var texts = (List<?>) page.evaluate(measure);

            // Then
            assertThat(texts).as(view.getKey()).hasSizeGreaterThan(5);
            for (Object each : texts) {
                var text = (Map<?, ?>) each;
                assertThat(((Number) text.get("ratio")).doubleValue())
                        .as("%s, %s: %s", view.getKey(), scheme, text)
                        .isGreaterThanOrEqualTo(READABLE);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"NO_PREFERENCE, true", "REDUCE, false"})
    void whoWantsNoMotionGetsNone(ReducedMotion wish, boolean moves) {
        // Given
        open(1440, 900, ColorScheme.LIGHT, wish);
        String id = system().submit(Map.of("prompt", "key", "n", 4, "steps", 1000));

        // When
        show("/");
        page.locator(".tile.waiting").first().waitFor();

        // Then
        assertThat(page.evaluate("document.getAnimations().length > 0")).isEqualTo(moves);
        assertThat(page.evaluate("getComputedStyle(document.querySelector('main')).transitionDuration !== '0s'"))
                .isEqualTo(moves);
        system().post("/v1/jobs/%s/cancel".formatted(id), Map.of());
    }

    @Test
    void aKeyIsAskedForAndStaysInTheTab(@TempDir Path folder) throws Exception {
        // Given
        var admin = "unstir_0123456789abcdef_" + "A".repeat(43);
        var guard = Map.of("UNSTIR_AUTH_KEYS", "true", "UNSTIR_AUTH_ADMIN_KEY", admin);
        try (var guarded = new SecondGateway(
                guardedPort(), system().kafka(), system().storage(), folder.resolve("guarded.log"), guard)) {
            String key = guarded.createKey(admin, "studio", List.of("submit", "read"));
            show(guarded.uri("/"));

            // When
            use("unstir_0123456789abcdee_" + "B".repeat(43));
            assertThat(page.getByText("The key was not accepted.")).isVisible();
            use(key);

            // Then
            assertThat(field("Prompt")).isVisible();
            assertThat(page.evaluate("JSON.stringify(localStorage) + document.cookie"))
                    .isEqualTo("{}");
            field("Prompt").fill("a red heart");
            field("Steps").fill("5");
            Locator job = asked("Create");
            awaitStatus(job, "succeeded");
            await("document.querySelector('a.tile.made img').naturalWidth > 0");
            complaints.removeIf(complaint -> complaint.contains("401"));
        }
    }

    private void use(String key) {
        page.getByLabel("Key", new Page.GetByLabelOptions().setExact(true)).fill(key);
        button("Use this key").click();
    }

    @ParameterizedTest
    @CsvSource({"360, 800, LIGHT", "360, 800, DARK", "1440, 900, LIGHT", "1440, 900, DARK"})
    void everyViewFitsItsWindow(int width, int height, ColorScheme scheme) {
        // Given
        open(width, height, scheme);

        for (var view : views().entrySet()) {
            // When
            show(view.getValue());
            settle();

            // Then
            assertThat(page.evaluate("document.documentElement.scrollWidth"))
                    .as("%s at %d", view.getKey(), width)
                    .isEqualTo(width);
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(SCREENSHOTS.resolve("%s-%d-%s.png"
                            .formatted(view.getKey(), width, scheme.name().toLowerCase())))
                    .setFullPage(true));
        }
    }

    private Map<String, String> views() {
        var views = new LinkedHashMap<String, String>();
        for (String view : new ArrayList<>(List.of("create", "edit", "gallery", "trainings", "system"))) {
            views.put(view, "/#/" + view);
        }
        views.put("edit-picture", "/#/edit?image=" + image + "&mode=part");
        views.put("image", "/#/images/" + image);
        views.put("training", "/#/trainings/" + training);
        return views;
    }

    /** Until the view stands and its pictures are there, those too that a browser leaves for when they are scrolled to. */
    private void settle() {
        page.locator("main:not([aria-busy]) > *").first().waitFor();
        await("[...document.images].every(each => { each.loading = 'eager'; return each.complete; })");
    }

    /** By evaluation: waitForFunction evaluates text in the page, which its policy forbids. */
    private void await(String condition) {
        page.waitForCondition(() -> (boolean) page.evaluate(condition));
    }

    private Locator card(String title) {
        return page.locator(".card")
                .filter(new Locator.FilterOptions()
                        .setHas(page.getByRole(
                                AriaRole.HEADING,
                                new Page.GetByRoleOptions().setName(title).setExact(true))));
    }

    private String background() {
        return (String) page.evaluate("getComputedStyle(document.body).backgroundColor");
    }
}
