package io.unstir.local.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.unstir.local.Main;
import io.unstir.local.api.Digest;
import io.unstir.local.fixture.GatewayOnly;
import io.unstir.local.process.JavaCommand;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line on a terminal: util-linux's {@code script} gives it one, and writes down what it shows. */
class TerminalIT {
    private static final String ID = "01a20786-9b25-7394-aa21-0c8e53b2f89c";
    private static final String EVENTS = "GET /v1/jobs/" + ID + "/events";
    private static final String CANCEL = "POST /v1/jobs/" + ID + "/cancel";
    private static final int CONTROL_C = 3;

    @TempDir
    Path folder;

    private GatewayOnly gateway;
    private byte[] png;

    @BeforeEach
    void start() throws IOException {
        var picture = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
        picture.setRGB(0, 0, 0x0a141e);
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", bytes);
        png = bytes.toByteArray();
        gateway = new GatewayOnly(folder.resolve("data"))
                .answering("POST /v1/jobs", 202, "{\"id\":\"%s\",\"status\":\"queued\"}".formatted(ID))
                .answering("GET /v1/images/" + Digest.sha256(png), 200, png)
                .answering("GET /v1/images/" + Digest.sha256(png) + "?download", 200, png)
                .answering(CANCEL, 202, "{\"id\":\"%s\",\"status\":\"processing\"}".formatted(ID));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void picturesAreShownWhileTheyAreMadeAndResultsBelowThem() throws Exception {
        // Given
        String image = "{\"index\":0,\"sha256\":\"%s\",\"seed\":7}".formatted(Digest.sha256(png));
        gateway.streaming(
                EVENTS,
                preview() + "event: image\ndata: " + image + "\n\nevent: done\ndata: {\"id\":\"" + ID
                        + "\",\"status\":\"succeeded\",\"images\":[" + image + "]}\n\n");

        // When
        Process terminal = generate("blocks");

        // Then
        assertThat(terminal.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(terminal.exitValue()).as(shown()).isZero();
        assertThat(shown()).contains("\033[38;2;10;20;30m", "▀", "1 image in");
        assertThat(shown().lastIndexOf("\033[?25h")).isGreaterThan(shown().lastIndexOf("\033[?25l"));
        assertThat(gateway.received(CANCEL)).isEmpty();
    }

    @Test
    void controlCTakesThePictureAwayCancelsTheJobAndIs130() throws Exception {
        // Given
        gateway.streamingOn(EVENTS, preview());
        Process terminal = generate("kitty");
        await().atMost(60, TimeUnit.SECONDS).until(() -> shown().contains("\033_Ga=T"));

        // When
        terminal.getOutputStream().write(CONTROL_C);
        terminal.getOutputStream().flush();

        // Then
        assertThat(terminal.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(terminal.exitValue()).as(shown()).isEqualTo(130);
        assertThat(gateway.received(CANCEL)).hasSize(1);
        assertThat(shown().substring(shown().lastIndexOf("\033_Ga=d")))
                .contains("\033[J\033[?25h", "canceling 1 job ...")
                .doesNotContain("\tat ");
    }

    @Test
    void whoDropsAParkedJobIsAskedAndMaySayNo() throws Exception {
        // Given
        String drop = "DELETE /v1/parked/" + ID;
        gateway.answering(drop, 204, "");
        for (String answer : List.of("n", "y")) {
            Process terminal = run("parked", "drop", ID);
            await().atMost(60, TimeUnit.SECONDS).until(() -> shown().contains("drop 1 parked job for good?"));
            assertThat(gateway.received(drop)).isEmpty();

            // When
            terminal.getOutputStream().write((answer + "\n").getBytes(UTF_8));
            terminal.getOutputStream().flush();

            // Then
            assertThat(terminal.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(terminal.exitValue()).as(shown()).isEqualTo(answer.equals("y") ? 0 : 1);
            assertThat(gateway.received(drop)).hasSize(answer.equals("y") ? 1 : 0);
            Files.delete(typescript());
        }
    }

    private Process generate(String style) throws IOException {
        return run(
                "generate",
                "a",
                "--preview",
                style,
                "-o",
                folder.resolve("a.png").toString());
    }

    private Process run(String... verb) throws IOException {
        var words = new ArrayList<>(List.of("env", "--default-signal=INT", "COLORTERM=truecolor", "TERM=xterm"));
        words.addAll(JavaCommand.of(List.of(
                "-XX:TieredStopAtLevel=1",
                "-Dstderr.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "--data",
                folder.resolve("data").toString())));
        words.addAll(List.of(verb));
        return new ProcessBuilder(
                        "script", "-qefc", String.join(" ", words), typescript().toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private Path typescript() {
        return folder.resolve("typescript");
    }

    private String shown() {
        try {
            return Files.exists(typescript()) ? Files.readString(typescript(), UTF_8) : "";
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String preview() {
        return "event: preview\ndata: {\"index\":0,\"step\":1,\"steps\":4,\"png\":\"%s\"}\n\n"
                .formatted(Base64.getEncoder().encodeToString(png));
    }
}
