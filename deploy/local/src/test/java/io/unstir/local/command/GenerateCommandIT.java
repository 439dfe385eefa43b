package io.unstir.local.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.unstir.local.Console;
import io.unstir.local.Main;
import io.unstir.local.api.Digest;
import io.unstir.local.fixture.GatewayOnly;
import io.unstir.local.fixture.TextPng;
import io.unstir.local.image.PngChunks;
import io.unstir.local.image.PngTexts;
import io.unstir.local.image.Scale;
import io.unstir.local.json.Json;
import io.unstir.local.process.JavaCommand;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command line tells a gateway, and what it makes of the answers. */
class GenerateCommandIT {
    private static final String ID = "01a20786-9b25-7394-aa21-0c8e53b2f89c";
    private static final String CANCEL = "POST /v1/jobs/" + ID + "/cancel";
    private static final String EVENTS = "GET /v1/jobs/" + ID + "/events";
    private static final String DIGEST = "ab".repeat(32);
    private static final byte[] PNG = HexFormat.of().parseHex("89504e470d0a1a0a0000000d49484452");
    private static final byte[] JPEG = HexFormat.of().parseHex("ffd8ffe000104a4649460001");

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private GatewayOnly gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new GatewayOnly(folder.resolve("data"))
                .answering("POST /v1/jobs", 202, job("queued"))
                .answering("GET /v1/jobs/" + ID, 200, job("succeeded"))
                .answering("POST /v1/images", 201, "{\"sha256\":\"%s\"}".formatted(DIGEST))
                .answering(CANCEL, 202, job("processing"));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void everyOptionReachesTheGateway() throws IOException {
        // Given
        Path init = Files.write(folder.resolve("init.png"), PNG);
        Path mask = Files.write(folder.resolve("mask.jpg"), JPEG);

        // When
        int exitCode = run(
                "generate a --solver dpm++2m --spacing karras --eta 0.5 --variance fixed-large --order 2 --guidance 3 "
                        + "--guidance-interval 0.2:0.8 --guidance-rescale 0.7 --threshold dynamic --strength 0.6 "
                        + "--outpaint 1,2,3,4 --resample 5:10 --size 64x48 --vary 7:2 --vary-strength 0.2 --bulk "
                        + "--steps 9 --seed 3 -n 2 --negative blue --model emoji@1 --init " + init + " --mask " + mask);

        // Then
        assertThat(exitCode).as(err.toString(UTF_8)).isZero();
        assertThat(gateway.received("POST /v1/images"))
                .extracting(GatewayOnly.Received::contentType)
                .containsExactly("image/png", "image/jpeg");
        assertThat(gateway.received("POST /v1/images").getLast().body()).isEqualTo(JPEG);
        assertThat(submitted()).isEqualTo(Json.read("""
                {"prompt": "a", "negative_prompt": "blue", "model": "emoji@1", "n": 2, "seed": 3, "steps": 9,
                 "solver": "dpm++2m", "timestep_spacing": "karras", "eta": 0.5, "variance": "fixed-large", "order": 2,
                 "guidance_scale": 3.0, "guidance_start": 0.2, "guidance_end": 0.8, "guidance_rescale": 0.7,
                 "thresholding": "dynamic", "strength": 0.6, "outpaint": {"left": 1, "top": 2, "right": 3, "bottom": 4},
                 "resample_times": 5, "resample_jump": 10, "width": 64, "height": 48,
                 "variation_of": {"seed": 7, "image": 2, "strength": 0.2}, "priority": "bulk",
                 "init_image": "%1$s", "mask": "%1$s"}""".formatted(DIGEST)));
        assertThat(gateway.received(CANCEL)).isEmpty();
    }

    @Test
    void onlyWhatWasGivenIsSent() throws IOException {
        // When
        int exitCode = run("generate a --vary 7 --resample 5");

        // Then
        assertThat(exitCode).as(err.toString(UTF_8)).isZero();
        assertThat(submitted())
                .isEqualTo(Map.of("prompt", "a", "variation_of", Map.of("seed", 7), "resample_times", 5));
    }

    @Test
    void fileTheGatewayRefusesIsToldAndNoJobIsSubmitted() throws IOException {
        // Given
        Path init = Files.write(folder.resolve("init.png"), PNG);
        gateway.answering("POST /v1/images", 413, """
                {"title":"The body is too large","status":413,"code":"body-too-large",
                 "errors":[{"field":"","value":null,"limit":"4 bytes","message":"The body is larger than 4 bytes"}]}""");

        // When
        int exitCode = run("generate a --init " + init);

        // Then
        assertThat(exitCode).isEqualTo(1);
        assertThat(err.toString(UTF_8)).contains("body-too-large", "larger than 4 bytes");
        assertThat(gateway.received("POST /v1/jobs")).isEmpty();
    }

    @Test
    void jobsThatNobodyWillWaitForAreCanceled() throws IOException {
        // Given
        Path prompts = Files.writeString(folder.resolve("prompts.txt"), "a\nb\n");
        gateway.answering("GET /v1/jobs/" + ID, 500, "");

        // When
        int exitCode = run("generate --prompts " + prompts);

        // Then
        assertThat(exitCode).isEqualTo(1);
        assertThat(gateway.received(CANCEL)).hasSize(1);
    }

    @Test
    void signalWhileWaitingCancelsTheJob() throws Exception {
        // Given
        gateway.answering("GET /v1/jobs/" + ID, 200, job("processing"));
        Path said = folder.resolve("said.txt");
        Process process = new ProcessBuilder(JavaCommand.of(List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "--data",
                        folder.resolve("data").toString(),
                        "generate",
                        "a")))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        await().atMost(30, TimeUnit.SECONDS)
                .until(() -> !gateway.received("GET /v1/jobs/" + ID).isEmpty());

        // When
        process.destroy();

        // Then
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(gateway.received(CANCEL)).hasSize(1);
        assertThat(said).content().contains("canceling 1 job ...").doesNotContain("\tat ");
    }

    @Test
    void gatewayThatDoesNotAnswerHoldsNobodyBack() throws Exception {
        // Given
        gateway.answering(CANCEL, 503, "");
        gateway.answering("GET /v1/jobs/" + ID, 500, "");

        // When
        int exitCode = run("generate a");

        // Then
        assertThat(exitCode).isEqualTo(1);
        assertThat(err.toString(UTF_8)).contains("job " + ID + " is not canceled");
    }

    @Test
    void cancelTellsWhatBecomesOfTheJob() {
        // When
        int open = run("cancel " + ID);
        gateway.answering(CANCEL, 200, job("canceled"));
        int again = run("cancel " + ID);
        gateway.answering(CANCEL, 200, job("succeeded"));
        int late = run("cancel " + ID);

        // Then
        assertThat(List.of(open, again, late)).containsExactly(0, 0, 1);
        assertThat(out.toString(UTF_8)).isEqualToIgnoringNewLines("""
                job %1$s will be canceled
                job %1$s has been canceled
                job %1$s has succeeded before
                """.formatted(ID));
    }

    @Test
    void cancelOfAnUnknownJobShowsTheProblem() {
        // Given
        gateway.answering(CANCEL, 404, "{\"title\":\"There is no such thing\",\"status\":404,\"code\":\"not-found\"}");

        // When
        int exitCode = run("cancel " + ID);

        // Then
        assertThat(exitCode).isEqualTo(1);
        assertThat(err.toString(UTF_8)).contains("not-found");
    }

    @Test
    void eventsTellAllThereIsToKnow() throws IOException {
        // Given
        byte[] png = square(Color.RED);
        gateway.streaming(
                        EVENTS,
                        event("status", "{\"status\":\"processing\",\"progress\":{\"value\":0}}")
                                + event("progress", "{\"value\":0.5}")
                                + event("image", image(0, png))
                                + event("done", done(png)))
                .answering("GET /v1/images/" + Digest.sha256(png) + "?download", 200, png);

        // When
        int exitCode = run("generate a -o " + folder.resolve("a.png"));

        // Then
        assertThat(exitCode).as(err.toString(UTF_8)).isZero();
        assertThat(folder.resolve("a.png")).hasBinaryContent(png);
        assertThat(gateway.received("GET /v1/jobs/" + ID)).isEmpty();
    }

    @Test
    void filesSayWhatMadeThemAndTheirBareBytesAreTheImages() throws IOException {
        // Given
        byte[] png = square(Color.RED);
        byte[] copy = TextPng.written(ImageIO.read(new ByteArrayInputStream(png)), Map.of("prompt", "a", "steps", "9"));
        byte[] bare = PngChunks.withoutTexts(copy);
        gateway.streaming(EVENTS, event("done", done(bare)))
                .answering("GET /v1/images/" + Digest.sha256(bare) + "?download", 200, copy)
                .answering("GET /v1/jobs/" + ID, 200, """
                        {"id": "%s", "status": "succeeded", "model": "emoji@1", "checkpoint": "cd",
                         "created_at": "2026-11-23T10:00:00Z", "input": {"prompt": "a", "steps": 9}}""".formatted(ID));

        // When
        int plain = run("generate a --sidecar -o " + folder.resolve("a.png"));
        int large = run("generate a --scale 3 -o " + folder.resolve("large.png"));

        // Then
        assertThat(List.of(plain, large)).as(err.toString(UTF_8)).containsOnly(0);
        assertThat(folder.resolve("a.png")).hasBinaryContent(copy);
        byte[] enlarged = Files.readAllBytes(folder.resolve("large.png"));
        assertThat(PngTexts.of(enlarged)).isEqualTo(PngTexts.of(copy));
        assertThat(PngChunks.withoutTexts(enlarged)).isEqualTo(Scale.png(bare, 3));
        assertThat(Json.read(Files.readString(folder.resolve("a.json"))))
                .isEqualTo(Json.read("""
                {"file": "a.png", "sha256": "%1$s", "lineage": "/v1/images/%1$s/lineage", "job": "%2$s", "index": 0,
                 "model": "emoji@1", "checkpoint": "cd", "created_at": "2026-11-23T10:00:00Z",
                 "parameters": {"prompt": "a", "steps": 9}}""".formatted(Digest.sha256(bare), ID)));
    }

    @Test
    void aCopyThatIsNotTheImageWithTextsIsRefused() throws IOException {
        // Given
        byte[] png = square(Color.RED);
        gateway.streaming(EVENTS, event("done", done(png)))
                .answering("GET /v1/images/" + Digest.sha256(png) + "?download", 200, square(Color.BLUE));

        // When, then
        assertThat(run("generate a -o " + folder.resolve("a.png"))).isEqualTo(1);
        assertThat(err.toString(UTF_8)).contains("its address says " + Digest.sha256(png));
        assertThat(folder.resolve("a.png")).doesNotExist();
    }

    @Test
    void aSidecarNeedsAFileToStandBeside() {
        assertThat(run("generate a --sidecar --grid " + folder.resolve("a.png")))
                .isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("--sidecar", "-o FILE");
    }

    @Test
    void anImageToStartFromIsSentWithoutItsTexts() throws IOException {
        // Given
        var picture = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
        byte[] copy = TextPng.written(picture, Map.of("prompt", "a"));
        Path init = Files.write(folder.resolve("init.png"), copy);

        // When
        assertThat(run("generate a --init " + init)).as(err.toString(UTF_8)).isZero();

        // Then
        assertThat(gateway.received("POST /v1/images").getFirst().body()).isEqualTo(PngChunks.withoutTexts(copy));
        assertThat(PngChunks.withoutTexts(copy)).isNotEqualTo(copy);
    }

    @Test
    void streamThatBreaksGoesOnAfterItsLastEvent() throws IOException {
        // Given
        byte[] png = square(Color.RED);
        gateway.streaming(EVENTS, "id: 3-7\n" + event("progress", "{\"value\":0.5}"))
                .streaming(EVENTS, event("done", done(png)))
                .answering("GET /v1/images/" + Digest.sha256(png) + "?download", 200, png);

        // When
        int exitCode = run("generate a -o " + folder.resolve("a.png"));

        // Then
        assertThat(exitCode).as(err.toString(UTF_8)).isZero();
        assertThat(gateway.received(EVENTS))
                .extracting(request -> request.headers().getFirst("Last-Event-ID"))
                .containsExactly(null, "3-7");
    }

    @Test
    void animationShowsEachStepAndThenTheImages() throws IOException {
        // Given
        byte[] png = square(Color.RED);
        gateway.streaming(
                        EVENTS,
                        preview(0, 1, Color.BLUE)
                                + preview(0, 2, Color.GREEN)
                                + preview(0, 3, Color.GRAY)
                                + event("done", done(png)))
                .answering("GET /v1/images/" + Digest.sha256(png), 200, png);

        // When
        int exitCode = run("generate a --steps 4 --json --gif " + folder.resolve("a.gif"));

        // Then
        assertThat(exitCode).as(err.toString(UTF_8)).isZero();
        assertThat(submitted()).isEqualTo(Map.of("prompt", "a", "steps", 4, "preview_every", 1));
        assertThat(colours(folder.resolve("a.gif"))).containsExactly(Color.BLUE, Color.GREEN, Color.GRAY, Color.RED);
        assertThat(Json.read(out.toString(UTF_8))).containsEntry("missing_frames", 0);
        assertThat(folder).as("no file of its own").isDirectoryNotContaining("glob:**.png");
    }

    @Test
    void framesThatDidNotComeAreSampledAgain() throws IOException {
        // Given
        byte[] png = square(Color.RED);
        gateway.streaming(EVENTS, preview(0, 1, Color.BLUE) + preview(0, 3, Color.GREEN) + event("done", done(png)))
                .streaming(EVENTS, preview(0, 1, Color.BLUE) + event("done", done(png)))
                .streaming(EVENTS, preview(0, 2, Color.GRAY) + event("done", done(png)))
                .answering("GET /v1/images/" + Digest.sha256(png), 200, png);

        // When
        int exitCode = run("generate a --gif " + folder.resolve("a.gif"));

        // Then
        assertThat(exitCode).as(err.toString(UTF_8)).isZero();
        assertThat(colours(folder.resolve("a.gif"))).containsExactly(Color.BLUE, Color.GRAY, Color.GREEN, Color.RED);
        assertThat(gateway.received("POST /v1/jobs"))
                .extracting(GatewayOnly.Received::text)
                .containsExactly(
                        "{\"prompt\":\"a\",\"preview_every\":1}",
                        "{\"prompt\":\"a\",\"preview_every\":1,\"seed\":7}",
                        "{\"prompt\":\"a\",\"preview_every\":1,\"seed\":7}");
    }

    @Test
    void animationStandsStillWhereFramesNeverCome() throws IOException {
        // Given
        byte[] png = square(Color.RED);
        gateway.streaming(EVENTS, preview(0, 1, Color.BLUE) + preview(0, 3, Color.GREEN) + event("done", done(png)))
                .answering("GET /v1/images/" + Digest.sha256(png), 200, png);

        // When
        int exitCode = run("generate a --json --gif " + folder.resolve("a.gif"));

        // Then
        assertThat(exitCode).as(err.toString(UTF_8)).isZero();
        assertThat(colours(folder.resolve("a.gif"))).containsExactly(Color.BLUE, Color.GREEN, Color.RED);
        assertThat(err.toString(UTF_8)).contains("1 frames did not come");
        assertThat(Json.read(out.toString(UTF_8))).containsEntry("missing_frames", 1);
        assertThat(gateway.received("POST /v1/jobs")).hasSize(3);
    }

    @Test
    void nineImagesMakeASquareSheet() throws IOException {
        // Given
        byte[] png = square(Color.RED);
        gateway.streaming(EVENTS, event("done", done(Collections.nCopies(9, png).toArray(byte[][]::new))))
                .answering("GET /v1/images/" + Digest.sha256(png), 200, png);

        // When
        int exitCode = run("generate a -n 9 --scale 10 --grid " + folder.resolve("a.png"));

        // Then
        assertThat(exitCode).as(err.toString(UTF_8)).isZero();
        assertThat(ImageIO.read(folder.resolve("a.png").toFile()).getWidth()).isEqualTo(3 * (4 * 10 + 8) + 8);
        assertThat(out.toString(UTF_8)).contains("sheet " + folder.resolve("a.png"), "9 images");
    }

    private static String event(String name, String data) {
        return "event: " + name + "\ndata: " + data + "\n\n";
    }

    private static String preview(int index, int step, Color colour) throws IOException {
        String png = Base64.getEncoder().encodeToString(square(colour));
        return event("preview", "{\"index\":%d,\"step\":%d,\"steps\":4,\"png\":\"%s\"}".formatted(index, step, png));
    }

    private static String image(int index, byte[] png) {
        return "{\"index\":%d,\"sha256\":\"%s\",\"seed\":7}".formatted(index, Digest.sha256(png));
    }

    private static String done(byte[]... pngs) {
        String images =
                IntStream.range(0, pngs.length).mapToObj(i -> image(i, pngs[i])).collect(Collectors.joining(","));
        return "{\"id\":\"%s\",\"status\":\"succeeded\",\"progress\":{\"value\":1},\"images\":[%s]}"
                .formatted(ID, images);
    }

    private static byte[] square(Color colour) throws IOException {
        var picture = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 16; i++) {
            picture.setRGB(i % 4, i / 4, colour.getRGB());
        }
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", bytes);
        return bytes.toByteArray();
    }

    /** In the middle of each frame. */
    private static List<Color> colours(Path gif) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        try (var file = ImageIO.createImageInputStream(gif.toFile())) {
            reader.setInput(file);
            var colours = new ArrayList<Color>();
            for (int i = 0; i < reader.getNumImages(true); i++) {
                BufferedImage frame = reader.read(i);
                colours.add(new Color(frame.getRGB(frame.getWidth() / 2, frame.getHeight() / 2)));
            }
            return colours;
        } finally {
            reader.dispose();
        }
    }

    private int run(String line) {
        var words = new ArrayList<>(List.of("--data", folder.resolve("data").toString()));
        words.addAll(List.of(line.split(" ")));
        var console = new Console(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), false);
        return UnstirCommand.run(console, words.toArray(String[]::new));
    }

    private Map<String, Object> submitted() throws IOException {
        var jobs = gateway.received("POST /v1/jobs");
        assertThat(jobs).hasSize(1);
        return Json.read(jobs.getFirst().text());
    }

    private static String job(String status) {
        return "{\"id\":\"%s\",\"status\":\"%s\",\"images\":[]}".formatted(ID, status);
    }
}
