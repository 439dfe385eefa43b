package io.unstir.sampler.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HostileFilesTest {
    private static final int MEBI = 1 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** What was done to a good file, the file, and what its owner is told. */
    private record Refused(String what, byte[] file, String message) {
        @Override
        public String toString() {
            return what;
        }
    }

    private static Stream<Refused> refusedFiles() {
        byte[] png = Files.png(2, -1, -1, 0, 0);
        byte[] jpeg = Files.jpeg(new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB), false);
        byte[] webp = Files.resource("lossless-palette.webp");
        byte[] lossy = Files.resource("lossy.webp");
        int frame = frame(jpeg);
        return Stream.of(
                new Refused("nothing", new byte[0], "must be a PNG, JPEG or WebP file (got no bytes)"),
                new Refused(
                        "a GIF",
                        "GIF89a".getBytes(StandardCharsets.US_ASCII),
                        "must be a PNG, JPEG or WebP file (got one that begins with the bytes 47 49 46 38)"),
                new Refused(
                        "too many bytes", new byte[16 * MEBI + 1], "must have at most 16777216 bytes (got 16777217)"),
                new Refused(
                        "a wide PNG",
                        Files.png(8193, 1, 1, 0, new byte[2000]),
                        "must be 1 to 8192 pixels wide and high (got 8193 x 1)"),
                new Refused(
                        "a PNG without width",
                        Files.png(0, 5, 8, 0, new byte[5]),
                        "must be 1 to 8192 pixels wide and high (got 0 x 5)"),
                new Refused(
                        "an enormous PNG",
                        Files.png(-1, -1, 8, 2, new byte[9]),
                        "must be 1 to 8192 pixels wide and high (got 4294967295 x 4294967295)"),
                new Refused(
                        "a PNG of many pixels",
                        Files.png(8192, 2049, 8, 6, new byte[9]),
                        "must have at most 16777216 pixels (got 8192 x 2049)"),
                new Refused(
                        "a PNG of little data",
                        Files.png(4096, 4096, 8, 6, new byte[9]),
                        "must be a whole file (got too little data for its size)"),
                new Refused(
                        "a PNG with too few rows",
                        Files.png(20, 20, 8, 6, new byte[81]),
                        "must be an undamaged file (got one that can't be decoded)"),
                new Refused(
                        "a PNG with an absurd chunk",
                        Files.withChunk(
                                png,
                                ByteBuffer.allocate(12)
                                        .putInt(-1)
                                        .put("zTXt".getBytes(StandardCharsets.US_ASCII))
                                        .array()),
                        "must be a whole file (got one that is cut off)"),
                new Refused(
                        "a PNG with a flipped bit",
                        Files.spliced(png, 19, 1, (byte) 1),
                        "must be an undamaged file (got a PNG with a wrong checksum)"),
                new Refused(
                        "a PNG with two headers",
                        Files.withChunk(png, Arrays.copyOfRange(png, 8, 33)),
                        "must have one PNG header (got another one)"),
                new Refused(
                        "an animated PNG",
                        Files.withChunk(png, Files.chunk("acTL", new byte[8])),
                        "must be a still picture (got an animated PNG)"),
                new Refused(
                        "a PNG with a chunk of its own",
                        Files.withChunk(png, Files.chunk("CgBI", new byte[4])),
                        "must be a PNG of the usual chunks (got an unknown critical one)"),
                new Refused(
                        "a JPEG of 65535 x 65535",
                        Files.spliced(jpeg, frame + 5, 4, (byte) -1, (byte) -1, (byte) -1, (byte) -1),
                        "must be 1 to 8192 pixels wide and high (got 65535 x 65535)"),
                new Refused(
                        "a JPEG of four components",
                        Files.spliced(jpeg, frame + 9, 1, (byte) 4),
                        "must be a grey or RGB picture (got a JPEG of 4 components)"),
                new Refused(
                        "a JPEG of twelve bits",
                        Files.spliced(jpeg, frame + 4, 1, (byte) 12),
                        "must have 8 bits a sample (got 12)"),
                new Refused(
                        "a lossless JPEG",
                        Files.spliced(jpeg, frame + 1, 1, (byte) 0xC3),
                        "must be a baseline or progressive JPEG (got another kind)"),
                new Refused(
                        "a JPEG of two frames",
                        Files.spliced(jpeg, frame, 0, Arrays.copyOfRange(jpeg, frame, frame + 19)),
                        "must have one picture in it (got a JPEG with two frames)"),
                new Refused("a JPEG of a thousand scans", manyScans(jpeg), "must have at most 64 scans"),
                new Refused(
                        "a JPEG without a scan",
                        new byte[] {-1, (byte) 0xD8, -1, (byte) 0xD9},
                        "must have a picture in it (got a JPEG without a scan)"),
                new Refused(
                        "a WebP of 16384 x 16384",
                        Files.spliced(webp, 21, 4, (byte) -1, (byte) -1, (byte) -1, (byte) 0x0F),
                        "must be 1 to 8192 pixels wide and high (got 16384 x 16384)"),
                new Refused(
                        "an animated WebP",
                        Files.resource("animated.webp"),
                        "must be a still picture (got an animated WebP)"),
                new Refused(
                        "a WebP whose canvas is another",
                        riff(chunk("VP8X", new byte[10]), Arrays.copyOfRange(lossy, 12, lossy.length)),
                        "must be an undamaged file (got a WebP whose picture is not as large as its canvas)"),
                new Refused(
                        "a WebP without a picture",
                        riff(chunk("XMP ", new byte[4])),
                        "must have a picture in it (got a WebP without one)"),
                new Refused(
                        "a WebP that undoes the same again and again",
                        riff(chunk("VP8L", transforms(4095, 4095))),
                        "must be an undamaged file (got one that can't be decoded)"),
                new Refused(
                        "a WebP that ends in its data",
                        riff(chunk("VP8L", Arrays.copyOfRange(webp, 20, webp.length / 2))),
                        "must be an undamaged file (got one that can't be decoded)"));
    }

    @ParameterizedTest
    @MethodSource("refusedFiles")
    void aBadFileIsRefusedBeforeMemoryIsTakenForIt(Refused refused) {
        // Given
        long before = THREADS.getCurrentThreadAllocatedBytes();

        // When
        var thrown = catchThrowable(() -> Picture.of("init_image", refused.file()));

        // Then
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(MEBI);
        assertThat(thrown).isInstanceOf(PictureException.class).hasMessage("init_image " + refused.message());
    }

    @Test
    void whatIsHiddenInTextsAndProfilesIsNeverInflated() {
        // Given
        byte[] bomb = Files.deflated(new byte[64 * MEBI]);
        var content = new ByteArrayOutputStream();
        content.writeBytes(new byte[] {'b', 0, 0});
        content.writeBytes(bomb);
        byte[] international = new byte[] {'b', 0, 1, 0, 0, 0};
        byte[] png = Files.png(1, -1);
        for (String type : List.of("iCCP", "zTXt")) {
            png = Files.withChunk(png, Files.chunk(type, content.toByteArray()));
        }
        byte[] file = Files.withChunk(png, Files.chunk("iTXt", Files.spliced(bomb, 0, 0, international)));
        long before = THREADS.getCurrentThreadAllocatedBytes();

        // When
        var picture = Picture.of("init_image", file);

        // Then
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(MEBI);
        assertThat(picture.sample(1, 1, 1)).containsExactly(1);
    }

    @Test
    void whatFollowsThePictureIsIgnored() {
        byte[] png = Files.png(1, -1);

        assertThat(Picture.of("init_image", Arrays.copyOf(png, png.length + 1000))
                        .sample(1, 1, 1))
                .containsExactly(1);
    }

    @Test
    void everyFileCutOffAnywhereIsRefused() {
        for (byte[] file : goodFiles()) {
            for (int length = 0; length < file.length; length++) {
                byte[] cut = Arrays.copyOf(file, length);

                assertThatThrownBy(() -> Picture.of("mask", cut))
                        .isInstanceOf(PictureException.class)
                        .hasMessageStartingWith("mask must ");
            }
        }
    }

    @Test
    void damagedFilesAreReadOrRefusedAndNothingElse() {
        var random = new Random(1);
        for (byte[] file : goodFiles()) {
            for (int round = 0; round < 1500; round++) {
                byte[] damaged = file.clone();
                for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
                    damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
                }
                isReadOrRefused(damaged);
            }
        }
    }

    @Test
    void randomBytesBehindAGoodBeginningAreReadOrRefusedAndNothingElse() {
        var random = new Random(2);
        for (byte[] file : goodFiles()) {
            for (int round = 0; round < 500; round++) {
                byte[] damaged = file.clone();
                byte[] noise = new byte[random.nextInt(damaged.length - 12)];
                random.nextBytes(noise);
                System.arraycopy(noise, 0, damaged, damaged.length - noise.length, noise.length);
                isReadOrRefused(damaged);
            }
        }
    }

    private static void isReadOrRefused(byte[] file) {
        assertTimeoutPreemptively(PATIENCE, () -> {
            try {
                Picture.of("mask", file).mask(4, 4);
            } catch (PictureException e) {
                assertThat(e).hasMessageStartingWith("mask must ");
            }
        });
    }

    private static List<byte[]> goodFiles() {
        var image = new BufferedImage(19, 13, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 19 * 13; i++) {
            image.setRGB(i % 19, i / 19, i * 0x010307);
        }
        return List.of(
                Files.written("png", image),
                Files.jpeg(image, false),
                Files.jpeg(image, true),
                Files.resource("lossy.webp"),
                Files.resource("lossy-alpha.webp"),
                Files.resource("lossless-alpha.webp"),
                Files.resource("lossless-palette.webp"),
                Files.resource("lossless-photo.webp"));
    }

    /** Where the frame header's marker is. */
    private static int frame(byte[] jpeg) {
        for (int i = 0; ; i++) {
            if (jpeg[i] == -1 && jpeg[i + 1] == (byte) 0xC0) {
                return i;
            }
        }
    }

    private static byte[] manyScans(byte[] jpeg) {
        int scan = jpeg.length - 2;
        while (jpeg[scan] != -1 || jpeg[scan + 1] != (byte) 0xDA) {
            scan--;
        }
        var out = new ByteArrayOutputStream();
        out.write(jpeg, 0, scan);
        for (int i = 0; i < 1000; i++) {
            out.write(jpeg, scan, jpeg.length - 2 - scan);
        }
        out.write(jpeg, jpeg.length - 2, 2);
        return out.toByteArray();
    }

    private static byte[] riff(byte[]... chunks) {
        int length = Stream.of(chunks).mapToInt(chunk -> chunk.length).sum();
        var out = ByteBuffer.allocate(12 + length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(4 + length)
                .put("WEBP".getBytes(StandardCharsets.US_ASCII));
        for (byte[] chunk : chunks) {
            out.put(chunk);
        }
        return out.array();
    }

    private static byte[] chunk(String type, byte[] content) {
        return ByteBuffer.allocate(8 + content.length + (content.length & 1))
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .putInt(content.length)
                .put(content)
                .array();
    }

    /** "Green was subtracted", in three bits, thousands of times. */
    private static byte[] transforms(int width, int height) {
        byte[] stream = new byte[5 + 3000];
        ByteBuffer.wrap(stream).order(ByteOrder.LITTLE_ENDIAN).put((byte) 0x2F).putInt(width - 1 | height - 1 << 14);
        for (int bit = 0; bit < 3000 * 8; bit++) {
            stream[5 + bit / 8] |= (byte) ((bit % 3 == 1 ? 0 : 1) << bit % 8);
        }
        return stream;
    }
}
