package io.unstir.local.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.unstir.local.Console;
import io.unstir.local.api.Digest;
import io.unstir.local.fixture.GatewayOnly;
import io.unstir.local.fixture.TextPng;
import io.unstir.local.image.PngChunks;
import io.unstir.local.image.Scale;
import io.unstir.local.json.Json;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that left the system, and what is told of them. */
class FileLineageIT {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** As the store has it. */
    private byte[] bare;
    /** As it left. */
    private byte[] file;

    private String image;

    @BeforeEach
    void make() throws IOException {
        var picture = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
        picture.setRGB(1, 2, 0xff8040);
        var written = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", written);
        bare = written.toByteArray();
        image = Digest.sha256(bare);
        var texts = new LinkedHashMap<String, String>();
        texts.put("prompt", "a red apple");
        texts.put("steps", "20");
        texts.put("sha256", image);
        texts.put("lineage", "/v1/images/" + image + "/lineage");
        file = PngChunks.withTextsOf(TextPng.written(picture, texts), bare);
    }

    @Test
    void aFileWithTextsIsTheImageTheyName() throws IOException {
        try (var gateway = system()) {
            assertThat(lineage(file)).isEqualTo(tree());
            assertThat(state("untouched")).containsEntry("prompt", "a red apple");
            assertThat(gateway.received("GET /v1/images/" + image)).isEmpty();
        }
    }

    @Test
    void aFileThatWasWrittenAnewStillIs() throws IOException {
        byte[] anew = TextPng.rewritten(file);
        byte[] large = PngChunks.withTextsOf(file, Scale.png(bare, 3));
        assertThat(PngChunks.withoutTexts(anew)).as("other bytes").isNotEqualTo(bare);

        try (var _ = system()) {
            assertThat(lineage(anew))
                    .isEqualTo("the file was written anew since; its pixels are those of the image\n" + tree());
            state("rewritten");
            assertThat(lineage(large)).isEqualTo("the file is the image enlarged, each pixel a square\n" + tree());
            state("enlarged");
        }
    }

    @Test
    void aPictureThatWasChangedSinceIsToldApart() throws IOException {
        var picture = ImageIO.read(new ByteArrayInputStream(bare));
        picture.setRGB(0, 0, 0x010000);
        byte[] changed = PngChunks.withTextsOf(file, PngChunks.withoutTexts(TextPng.written(picture, Map.of())));
        byte[] cut = PngChunks.withTextsOf(
                file, PngChunks.withoutTexts(TextPng.written(picture.getSubimage(0, 0, 4, 3), Map.of())));

        try (var _ = system()) {
            assertThat(lineage(changed))
                    .isEqualTo("the picture was changed since: its pixels are not those of image " + image
                            + ", which the file says it is\n" + tree());
            state("changed");
            assertThat(lineage(cut)).startsWith("the picture was changed since");
        }
    }

    @Test
    void whereNoSystemRunsTheFileSpeaksForItself() throws IOException {
        assertThat(lineage(file))
                .isEqualTo("prompt: a red apple\nsteps: 20\nsha256: %1$s\nlineage: /v1/images/%1$s/lineage\n"
                        .formatted(image));
        assertThat(err.toString(UTF_8)).contains("no system runs here");
        state("untouched");

        assertThat(lineage(TextPng.rewritten(file)))
                .contains("only the system that made it can tell", "prompt: a red apple");
        state("unknown");
    }

    @Test
    void anImageOfAnotherSystemIsToldByItsFile() throws IOException {
        try (var _ = new GatewayOnly(folder.resolve("data"))) {
            assertThat(lineage(file)).contains("prompt: a red apple");
            assertThat(err.toString(UTF_8)).contains("the system does not tell", "404");
        }
    }

    @Test
    void withoutTextsAFileIsTheImageOfItsBytes() throws IOException {
        try (var _ = system()) {
            assertThat(lineage(bare)).isEqualTo(tree());
        }
        Files.write(folder.resolve("plain.png"), bare);
        assertThat(run("lineage", folder.resolve("plain.png").toString())).isEqualTo(1);
        assertThat(err.toString(UTF_8)).contains("does not answer");
    }

    private GatewayOnly system() throws IOException {
        return new GatewayOnly(folder.resolve("data"))
                .answering("GET /v1/images/" + image + "/lineage", 200, """
                        {"nodes": [{"id": "%s", "kind": "image", "label": "image 0", "properties": {}}], "edges": []}""".formatted(image))
                .answering("GET /v1/images/" + image, 200, bare);
    }

    private String tree() {
        return "image 0\n   sha256 " + image + "\n";
    }

    private String lineage(byte[] bytes) throws IOException {
        Files.write(folder.resolve("renamed.png"), bytes);
        out.reset();
        err.reset();
        assertThat(run("lineage", folder.resolve("renamed.png").toString()))
                .as(err.toString(UTF_8))
                .isZero();
        return out.toString(UTF_8).replace(System.lineSeparator(), "\n");
    }

    /** What the JSON document says of the last file; returns its parameters. */
    private Map<String, Object> state(String expected) throws IOException {
        out.reset();
        run("lineage", folder.resolve("renamed.png").toString(), "--json");
        var told = Json.object(Json.read(out.toString(UTF_8)), "file").orElseThrow();
        assertThat(told).containsEntry("state", expected).containsEntry("image", image);
        return Json.object(told, "parameters").orElseThrow();
    }

    private int run(String... words) {
        var console = new Console(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), false);
        var line = new String[words.length + 2];
        line[0] = "--data";
        line[1] = folder.resolve("data").toString();
        System.arraycopy(words, 0, line, 2, words.length);
        return UnstirCommand.run(console, line);
    }
}
