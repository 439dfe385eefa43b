package io.unstir.gateway.it;

import static io.unstir.gateway.it.Gateway.json;
import static io.unstir.gateway.it.GatewayIT.assertProblem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Image files on their way in. */
@ExtendWith(SharedGateway.class)
class UploadIT {
    private static final int LIMIT = 16 << 20;
    /** Files of 32 by 16 pixels, up to where they say so. */
    private static final String PNG = "89504e470d0a1a0a0000000d494844520000002000000010";

    private static final String JPEG = "ffd8ffe000104a46494600010100000100010000ffc0000b0800100020";
    private static final String WEBP = "524946462400000057454250565038580a000000000000001f00000f0000";

    private static StorageServer storage;
    private static Gateway gateway;

    @BeforeAll
    static void start(StorageServer sharedStorage, Gateway sharedGateway) {
        storage = sharedStorage;
        gateway = sharedGateway;
    }

    @ParameterizedTest
    @CsvSource({
        "image/png, " + PNG,
        "image/jpeg, " + JPEG,
        "image/webp, " + WEBP,
        "IMAGE/PNG; q=x, " + PNG,
    })
    void anImageIsKeptByStorageUnderItsDigest(String contentType, String start) throws Exception {
        // Given
        var file = file(start + HexFormat.of().formatHex(contentType.getBytes(UTF_8)), 5_000);
        var sha256 = StorageServer.sha256(file);

        // When
        var response = upload(contentType, BodyPublishers.ofByteArray(file));

        // Then
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.headers().firstValue("Location")).hasValue("/v1/images/" + sha256);
        var mediaType = contentType.split(";")[0].toLowerCase();
        assertThat(new String(response.body(), UTF_8))
                .isEqualTo(
                        "{\"sha256\":\"%s\",\"size_bytes\":5000,\"media_type\":\"%s\"}".formatted(sha256, mediaType));
        assertThat(storage.find("/blobs/" + sha256))
                .hasValueSatisfying(kept -> assertThat(kept).isEqualTo(file));
    }

    @Test
    void theSameFileAgainIsTheSameAnswer() throws Exception {
        // Given
        var file = file(PNG + "02", 100);
        var first = upload("image/png", BodyPublishers.ofByteArray(file));

        // When
        var second = upload("image/png", BodyPublishers.ofByteArray(file));

        // Then
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(json(second)).isEqualTo(json(first));
    }

    @Test
    void anUploadCanBeReadBack() throws Exception {
        // Given
        var file = file(WEBP + "03", 70_000);
        var location = upload("image/webp", BodyPublishers.ofByteArray(file))
                .headers()
                .firstValue("Location")
                .orElseThrow();

        // When
        var response = gateway.get(location);

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("image/webp");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(response.body()).isEqualTo(file);
    }

    @Test
    void theLargestFileIsTaken() throws Exception {
        // Given
        var file = file(PNG + "05", LIMIT);

        // When
        var response = upload("image/png", BodyPublishers.ofByteArray(file));

        // Then
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(json(response).get("size_bytes").intValue()).isEqualTo(LIMIT);
    }

    @Test
    void aFileThatIsAnnouncedTooLargeIsRefusedBeforeItComes() throws Exception {
        // Given
        try (var socket = new Socket("127.0.0.1", gateway.uri("/").getPort())) {
            socket.setSoTimeout(10_000);

            // When
            socket.getOutputStream().write("""
                    POST /v1/images HTTP/1.1\r
                    Host: localhost\r
                    Content-Type: image/png\r
                    Content-Length: 16777217\r
                    \r
                    """.getBytes(UTF_8));

            // Then
            var answer = new byte[1024];
            int length = socket.getInputStream().read(answer);
            assertThat(new String(answer, 0, length, UTF_8)).startsWith("HTTP/1.1 413 ");
        }
    }

    @Test
    void aLargeFileThatIsSentAtOnceGetsItsRefusal() throws Exception {
        // When
        var response = upload("image/png", BodyPublishers.ofByteArray(file(PNG, LIMIT + 1)));

        // Then
        assertProblem(response, 413, "body-too-large", "");
        assertThat(json(response).at("/errors/0/value").textValue()).isEqualTo("16777217");
        assertThat(json(response).at("/errors/0/limit").textValue()).isEqualTo("16777216 bytes");
    }

    @Test
    void aLargeFileOfAnotherKindGetsItsRefusal() throws Exception {
        // When
        var response = upload("image/gif", BodyPublishers.ofByteArray(new byte[LIMIT - 1]));

        // Then
        assertProblem(response, 415, "unsupported-media-type", "Content-Type");
    }

    @Test
    void whoSendsWithoutEndIsCutOff() throws Exception {
        // Given
        try (var socket = new Socket("127.0.0.1", gateway.uri("/").getPort())) {
            socket.getOutputStream().write("""
                    POST /v1/images HTTP/1.1\r
                    Host: localhost\r
                    Content-Type: image/png\r
                    Content-Length: 1099511627776\r
                    \r
                    """.getBytes(UTF_8));
            var chunk = new byte[1 << 20];

            // Then
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> {
                for (int mebibytes = 0; mebibytes < 1024; mebibytes++) {
                    socket.getOutputStream().write(chunk);
                }
            });
        }
    }

    @Test
    void aFileThatDoesNotSayItsSizeIsReadNoFurtherThanTheLimit() throws Exception {
        // When
        var response = upload(
                "image/png",
                BodyPublishers.ofInputStream(() -> new SequenceInputStream(
                        new ByteArrayInputStream(HexFormat.of().parseHex(PNG)), zeros(LIMIT + (1 << 20)))));

        // Then
        assertProblem(response, 413, "body-too-large", "");
    }

    @Test
    void aFileOfUnknownSizeWithinTheLimitIsTaken() throws Exception {
        // Given
        var file = file(PNG + "06", 300_000);

        // When
        var response = upload("image/png", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(file)));

        // Then
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(json(response).get("sha256").textValue()).isEqualTo(StorageServer.sha256(file));
    }

    @ParameterizedTest
    @CsvSource({
        "image/gif, 474946383961, Content-Type",
        "application/json, 7b7d, Content-Type",
        "image/svg+xml, 3c737667, Content-Type",
        "image/png, " + JPEG + ", ''",
        "image/jpeg, " + WEBP + ", ''",
        "image/png, 89504e47, ''",
        "image/png, '', ''"
    })
    void whatIsNoSuchImageIsRefused(String contentType, String bytes, String field) throws Exception {
        // When
        var response =
                upload(contentType, BodyPublishers.ofByteArray(HexFormat.of().parseHex(bytes)));

        // Then
        assertProblem(response, 415, "unsupported-media-type", field);
    }

    @ParameterizedTest
    @CsvSource({
        "image/png, 89504e470d0a1a0a0000000d494844520000200100000010, width, 8193, at most 8192 pixels",
        "image/png, 89504e470d0a1a0a0000000d4948445200001000ffffffff, height, 4294967295, at most 8192 pixels",
        "image/png, 89504e470d0a1a0a0000000d494844520000200000001000, pixels, 33554432, at most 16777216 pixels",
        "image/jpeg, ffd8ffe000104a46494600010100000100010000ffc2000b080010ffff, width, 65535, at most 8192 pixels",
        "image/webp, 5249464624000000574542505650384c050000002fffdfff07, pixels, 67108864, at most 16777216 pixels"
    })
    void anImageOfTooManyPixelsIsRefused(String contentType, String bytes, String field, String value, String limit)
            throws Exception {
        // When
        var response = upload(contentType, BodyPublishers.ofByteArray(file(bytes, 1_000)));

        // Then
        assertProblem(response, 413, "image-too-large", field);
        assertThat(json(response).at("/errors/0/value").textValue()).isEqualTo(value);
        assertThat(json(response).at("/errors/0/limit").textValue()).isEqualTo(limit);
    }

    @ParameterizedTest
    @CsvSource({
        "image/png, 89504e470d0a1a0a0000000d495844520000002000000010",
        "image/png, 89504e470d0a1a0a0000000d494844520000000000000010",
        "image/jpeg, ffd8ffd9",
        "image/jpeg, ffd8ffe000104a46494600010100000100010000ffc0000b08",
        "image/webp, 52494646240000005745425056503820"
    })
    void whatOnlyBeginsAsAnImageIsRefused(String contentType, String bytes) throws Exception {
        // When
        var response =
                upload(contentType, BodyPublishers.ofByteArray(HexFormat.of().parseHex(bytes)));

        // Then
        assertProblem(response, 415, "unsupported-media-type", "");
    }

    @Test
    void aFullStoreIsToldAndTakesTheFileOnceThereIsRoom() throws Exception {
        // Given
        var file = file(PNG, 9_000);
        storage.full(true);

        // When
        HttpResponse<byte[]> refused;
        try {
            refused = upload("image/png", BodyPublishers.ofByteArray(file));
        } finally {
            storage.full(false);
        }
        var taken = upload("image/png", BodyPublishers.ofByteArray(file));

        // Then
        assertProblem(refused, 507, "storage-full", null);
        assertThat(taken.statusCode()).isEqualTo(201);
    }

    @Test
    void aFileWithoutAContentTypeIsRefused() throws Exception {
        // When
        var response = gateway.send(
                HttpRequest.newBuilder(gateway.uri("/v1/images")).POST(BodyPublishers.ofByteArray(file(PNG, 100))));

        // Then
        assertProblem(response, 415, "unsupported-media-type", "Content-Type");
    }

    private static HttpResponse<byte[]> upload(String contentType, BodyPublisher body) throws Exception {
        return gateway.send(HttpRequest.newBuilder(gateway.uri("/v1/images"))
                .header("Content-Type", contentType)
                .POST(body));
    }

    /** Random after its start, the same each time. */
    private static byte[] file(String start, int size) {
        var file = new byte[size];
        new Random(size).nextBytes(file);
        var first = HexFormat.of().parseHex(start);
        System.arraycopy(first, 0, file, 0, first.length);
        return file;
    }

    private static InputStream zeros(int size) {
        return new InputStream() {
            private int left = size;

            @Override
            public int read() {
                return left-- > 0 ? 0 : -1;
            }

            @Override
            public int read(byte[] bytes, int from, int length) {
                int given = Math.min(left, length);
                left -= given;
                Arrays.fill(bytes, from, from + given, (byte) 0);
                return given > 0 ? given : -1;
            }
        };
    }
}
