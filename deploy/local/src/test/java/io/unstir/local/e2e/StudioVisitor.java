package io.unstir.local.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasAttributeOptions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** A person at the studio: a page of a real browser with a real system behind it, and what they look for there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class StudioVisitor {
    static final double PATIENCE = 120_000;

    private Chromium chromium;
    private BrowserContext context;
    Page page;
    final List<String> complaints = new ArrayList<>();

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
        context = null;
        assertThat(complaints).as("errors in the browser's console").isEmpty();
    }

    final void open(int width, int height, ColorScheme scheme) {
        open(width, height, scheme, ReducedMotion.REDUCE);
    }

    final void open(int width, int height, ColorScheme scheme, ReducedMotion motion) {
        if (context != null) {
            context.close();
        }
        complaints.clear();
        context = chromium.browser()
                .newContext(new Browser.NewContextOptions()
                        .setViewportSize(width, height)
                        .setColorScheme(scheme)
                        .setReducedMotion(motion));
        context.setDefaultTimeout(PATIENCE / 2);
        page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
    }

    final void show(String address) {
        show(system().uri(address));
    }

    final void show(URI address) {
        page.navigate("about:blank");
        page.navigate(address.toString());
    }

    final Locator field(String label) {
        return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true));
    }

    final Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    final Locator asked(String button) {
        return newJob(() -> button(button).click());
    }

    /** By its id: jobs of other tests stand there before it comes, and others may come to stand before it. */
    final Locator newJob(Runnable submission) {
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

    static void awaitStatus(Locator job, String status) {
        assertThat(job).hasAttribute("data-status", status, new HasAttributeOptions().setTimeout(PATIENCE));
    }

    static Locator.WaitForOptions patience() {
        return new Locator.WaitForOptions().setTimeout(PATIENCE);
    }

    static ContainsTextOptions containsPatiently() {
        return new ContainsTextOptions().setTimeout(PATIENCE);
    }

    /** Gives up after more stops than the page has. */
    final void tabTo(String selector) {
        for (int stops = 0; stops < 60; stops++) {
            page.keyboard().press("Tab");
            if ((boolean) page.evaluate("selector => document.activeElement.matches(selector)", selector)) {
                return;
            }
        }
        throw new AssertionError("the Tab key does not lead to " + selector);
    }

    final BufferedImage image(Locator job) throws IOException {
        String sha256 = job.locator("a.tile").getAttribute("href").replace("#/images/", "");
        return ImageIO.read(new ByteArrayInputStream(system().bytes("/v1/images/" + sha256)));
    }

    static int[] pixels(BufferedImage image, int x, int width) {
        return image.getRGB(x, 0, width, image.getHeight(), null, 0, width);
    }
}
