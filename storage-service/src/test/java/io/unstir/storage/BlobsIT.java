package io.unstir.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.unstir.storage.fixture.Database;
import io.unstir.storage.fixture.S3Server;
import io.unstir.storage.fixture.StorageProcess;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Blobs over HTTP where the packaged service is set up otherwise: a full disk, a bucket, settings that cannot be. No broker is needed. */
@Timeout(180)
class BlobsIT {
    private static final String NO_BROKER = "127.0.0.1:1";
    private static final byte[] SMALL = "small".getBytes(UTF_8);
    private static final byte[] LARGE = "large".repeat(100_000).getBytes(UTF_8);

    private static Database database;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        database = new Database(folder.resolve("postgres"));
        database.migrate();
    }

    @AfterAll
    static void stop() throws Exception {
        database.close();
    }

    @Test
    void aDiskThatIsFullRefusesWhatComesAndGivesWhatIsThere() throws Exception {
        // Given
        try (var storage = storage()) {
            awaitLive(storage);
            assertThat(storage.put(address(SMALL), SMALL).statusCode()).isEqualTo(201);
        }

        // When
        try (var full = storage("-Dunstir.blobs.min-free=1000000G")) {
            awaitLive(full);
            var refused = full.put(address(LARGE), LARGE);

            // Then
            assertThat(refused.statusCode()).isEqualTo(507);
            assertThat(code(refused)).isEqualTo("disk-full");
            assertThat(full.head(address(LARGE)).statusCode()).isEqualTo(404);
            assertThat(full.bytes(address(SMALL)).body()).isEqualTo(SMALL);
            assertThat(folder.resolve("blobs/incoming")).isEmptyDirectory();
        }
    }

    @Test
    void blobsGoInAndOutOfABucketThatMayBeAwayForAWhile() throws Exception {
        try (var server = new S3Server(folder.resolve("s3"));
                var storage = storage(
                        "-Dunstir.blobs.store=s3",
                        "-Dunstir.blobs.checked-in-memory=64K",
                        "-Dunstir.blobs.s3.bucket=" + S3Server.BUCKET,
                        "-Dunstir.blobs.s3.endpoint=" + server.endpoint(),
                        "-Dunstir.blobs.s3.access-key=" + S3Server.ACCESS_KEY,
                        "-Dunstir.blobs.s3.secret-key=" + S3Server.SECRET_KEY)) {
            awaitLive(storage);

            for (var bytes : List.of(SMALL, LARGE)) {
                assertThat(storage.put(address(bytes) + "?tenant=a", bytes).statusCode())
                        .isEqualTo(201);
                assertThat(storage.put(address(bytes) + "?tenant=a", bytes).statusCode())
                        .isEqualTo(200);
                assertThat(storage.bytes(address(bytes)).body()).isEqualTo(bytes);
                assertThat(storage.head(address(bytes)).headers().firstValueAsLong("Content-Length"))
                        .hasValue(bytes.length);
                assertThat(storage.get(address(bytes) + "?tenant=b").statusCode())
                        .isEqualTo(404);
                assertThat(fileOf(server, bytes)).hasBinaryContent(bytes);
            }
            assertThat(storage.head("/blobs/" + "0".repeat(64)).statusCode()).isEqualTo(404);

            server.stop();
            for (var away : List.of(
                    storage.get(address(SMALL)), storage.put(address("new".getBytes(UTF_8)), "new".getBytes(UTF_8)))) {
                assertThat(away.statusCode()).isEqualTo(503);
                assertThat(code(away)).isEqualTo("blobs-unavailable");
                assertThat(away.body())
                        .doesNotContain(S3Server.SECRET_KEY, S3Server.ACCESS_KEY, S3Server.BUCKET, "127.0.0.1");
            }
            server.start();
            assertThat(storage.bytes(address(LARGE)).body()).isEqualTo(LARGE);

            Files.write(fileOf(server, LARGE), new byte[3]);
            assertThat(code(storage.get(address(LARGE)))).isEqualTo("blob-corrupt");
            assertThat(storage.put(address(LARGE), LARGE).statusCode()).isEqualTo(201);
            assertThat(storage.bytes(address(LARGE)).body()).isEqualTo(LARGE);
        }
        assertThat(Files.readString(folder.resolve("storage.log"))).doesNotContain(S3Server.SECRET_KEY);
    }

    @Test
    void whatCannotBeIsToldAtTheStart() throws Exception {
        assertThat(complaint("-Dunstir.blobs.keep-unnamed=5m"))
                .contains("unstir.blobs.keep-unnamed is PT5M, must be at least PT1H");
        assertThat(complaint("-Dunstir.blobs.store=s3"))
                .contains("unstir.blobs.s3.bucket is not set, must name a bucket where unstir.blobs.store is s3");
        assertThat(complaint(
                        "-Dunstir.blobs.store=s3",
                        "-Dunstir.blobs.s3.bucket=b",
                        "-Dunstir.blobs.s3.secret-key=" + S3Server.SECRET_KEY))
                .contains(
                        "of unstir.blobs.s3.access-key and unstir.blobs.s3.secret-key one is set, must be both or none")
                .doesNotContain(S3Server.SECRET_KEY);
    }

    private String complaint(String... settings) throws Exception {
        Files.deleteIfExists(folder.resolve("storage.log"));
        try (var storage = storage(settings)) {
            await().atMost(Duration.ofSeconds(60)).until(() -> !storage.isAlive());
        }
        return Files.readString(folder.resolve("storage.log"));
    }

    private StorageProcess storage(String... settings) throws Exception {
        return new StorageProcess(database, NO_BROKER, folder, settings);
    }

    private static void awaitLive(StorageProcess storage) {
        await().atMost(Duration.ofSeconds(60)).until(storage::isLive);
    }

    private static Path fileOf(S3Server server, byte[] bytes) throws Exception {
        var hex = address(bytes).substring("/blobs/".length());
        return server.fileOf("blobs/%s/%s/%s".formatted(hex.substring(0, 2), hex.substring(2, 4), hex));
    }

    private static String code(HttpResponse<String> answer) throws Exception {
        return new ObjectMapper().readTree(answer.body()).at("/code").asText();
    }

    private static String address(byte[] bytes) throws Exception {
        return "/blobs/"
                + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
