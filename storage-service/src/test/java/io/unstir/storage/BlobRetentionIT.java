package io.unstir.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.unstir.storage.fixture.Broker;
import io.unstir.storage.fixture.Database;
import io.unstir.storage.fixture.JobScript;
import io.unstir.storage.fixture.StorageProcess;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service removes what nobody names, and only where its rows tell all that the topics tell. */
@Timeout(180)
class BlobRetentionIT {
    private static final String[] SETTINGS = {
        "-Dunstir.blobs.keep-unnamed=1h",
        "-Dunstir.blobs.collect-every=200ms",
        "-Dunstir.intake.look-after-topics=200ms"
    };

    @TempDir
    private Path folder;

    private Database database;
    private Broker broker;

    @BeforeEach
    void start() throws Exception {
        database = new Database(folder.resolve("postgres"));
        broker = new Broker(folder.resolve("kafka"));
        broker.createTopics();
    }

    @AfterEach
    void stop() throws Exception {
        broker.close();
        database.close();
    }

    @Test
    void aBlobThatNobodyNamesGoesAfterItsTimeAndWhatIsNamedStays() throws Exception {
        // Given
        var named = "made by a job".getBytes(UTF_8);
        var unnamed = "an upload nobody used".getBytes(UTF_8);
        var young = "an upload of now".getBytes(UTF_8);
        try (var storage = new StorageProcess(database, broker.bootstrapServers(), folder, SETTINGS)) {
            storage.awaitReady();
            broker.sendAll(new JobScript(UUID.randomUUID())
                    .submitted()
                    .started(1)
                    .produced(0, hex(named))
                    .events());
            storage.put("/blobs/" + hex(named), named);
            storage.put("/blobs/" + hex(unnamed), unnamed);
            await().until(() -> !database.query("SELECT sha256 FROM images").isEmpty());

            // When
            age(named, unnamed);
            storage.put("/blobs/" + hex(young), young);

            // Then
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> storage.bytes("/blobs/" + hex(unnamed)).statusCode() == 404);
            assertThat(storage.bytes("/blobs/" + hex(named)).body()).isEqualTo(named);
            assertThat(storage.bytes("/blobs/" + hex(young)).body()).isEqualTo(young);
            assertThat(database.query("SELECT sha256 FROM blobs")).containsExactlyInAnyOrder(hex(named), hex(young));
        }
    }

    @Test
    void aProcessThatIsNotTheWriterRemovesNothingUntilItIs() throws Exception {
        var first = new StorageProcess(database, broker.bootstrapServers(), folder);
        first.awaitReady();
        var unnamed = "an upload nobody used".getBytes(UTF_8);
        first.put("/blobs/" + hex(unnamed), unnamed);
        age(unnamed);
        try (var second = new StorageProcess(database, broker.bootstrapServers(), folder, SETTINGS)) {
            // Given: many chances to collect, all of them standing by
            second.awaitReady();
            assertThat(second.get("/q/health/ready").body()).contains("standby");
            await().during(Duration.ofSeconds(3))
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> second.bytes("/blobs/" + hex(unnamed)).statusCode() == 200);

            // When
            first.kill();

            // Then
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> second.bytes("/blobs/" + hex(unnamed)).statusCode() == 404);
        }
    }

    private void age(byte[]... blobs) throws Exception {
        for (var bytes : blobs) {
            age(hex(bytes));
        }
    }

    private void age(String sha256) throws SQLException {
        database.execute("UPDATE blobs SET used_at = now() - interval '2 hours' WHERE sha256 = '%s'".formatted(sha256));
    }

    private static String hex(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
