package io.unstir.storage.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.unstir.proto.Topic;
import io.unstir.storage.fixture.Database;
import io.unstir.storage.fixture.JobScript;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that fail for causes nobody foresaw. Real PostgreSQL, no Kafka. */
class PoisonIT {
    private static Database database;

    private final JobScript first = new JobScript(UUID.randomUUID()).submitted();
    private final JobScript poison = new JobScript(UUID.randomUUID()).submitted(request -> request.setPrompt("poison"));
    private final JobScript last = new JobScript(UUID.randomUUID()).submitted();

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        database = new Database(folder.resolve("postgres"));
        database.migrate();
    }

    @AfterAll
    static void stop() throws IOException {
        database.close();
    }

    @BeforeEach
    void count() throws SQLException {
        database.empty();
        database.execute("CREATE SEQUENCE tries");
    }

    @AfterEach
    void heal() throws SQLException {
        database.execute("DROP TRIGGER IF EXISTS poison ON jobs");
        database.execute("DROP SEQUENCE tries");
    }

    @Test
    void whatTheDatabaseNeverTakesForACauseOfItsOwnIsParkedAfterSomeTries() throws SQLException {
        // Given
        failOnPoisonWith("XX000");

        // When
        int parked = write(new BatchWriter());

        // Then
        assertThat(parked).isEqualTo(1);
        assertThat(jobs()).containsExactlyInAnyOrder(first.id(), last.id());
        assertThat(reasons()).singleElement().asString().contains("failed alone 3 times", "no such luck");
        assertThat(database.query("SELECT nextval('tries')"))
                .as("once with the others, thrice alone")
                .containsExactly("5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"53100", "40001", "57014", "42501", "08006"})
    void whatMayPassIsLeftToBeTriedAgain(String state) throws SQLException {
        // Given
        failOnPoisonWith(state);

        // When
        assertThatThrownBy(() -> write(new BatchWriter())).hasMessageContaining("no such luck");

        // Then
        assertThat(jobs()).isEmpty();
        assertThat(reasons()).isEmpty();
        database.execute("DROP TRIGGER poison ON jobs");
        assertThat(write(new BatchWriter())).isZero();
        assertThat(jobs()).hasSize(3);
    }

    @Test
    void aRecordThatNoCodeWasMadeForIsParkedAndItsNeighboursAreWritten() throws SQLException {
        // Given
        var writer = new BatchWriter(List.of(new Stumbling(new JobsTopic(Topic.JOBS), poison.id())));

        // When
        int parked = write(writer);

        // Then
        assertThat(parked).isEqualTo(1);
        assertThat(jobs()).containsExactlyInAnyOrder(first.id(), last.id());
        assertThat(reasons())
                .containsExactly("failed alone 3 times: java.lang.ArithmeticException: nobody thought of this");
        assertThat(database.query("SELECT next_offset FROM consumer_offsets")).containsExactly("3");
    }

    /** The real writer, with a defect that one record brings out. */
    private record Stumbling(TopicWriter writer, String over) implements TopicWriter {
        @Override
        public Topic topic() {
            return writer.topic();
        }

        @Override
        public void write(Changes changes, TopicRecord record) throws SQLException, UnreadableRecord {
            writer.write(changes, record);
            if (new String(record.key().orElseThrow()).equals(over)) {
                throw new ArithmeticException("nobody thought of this");
            }
        }
    }

    private static void failOnPoisonWith(String state) throws SQLException {
        database.execute("""
                CREATE OR REPLACE FUNCTION poison() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    PERFORM nextval('tries');
                    RAISE EXCEPTION 'no such luck' USING ERRCODE = '%s';
                END $$""".formatted(state));
        database.execute("CREATE TRIGGER poison BEFORE INSERT ON jobs FOR EACH ROW WHEN (NEW.prompt = 'poison')"
                + " EXECUTE FUNCTION poison()");
    }

    private int write(BatchWriter writer) throws SQLException {
        var events = List.of(first, poison, last).stream()
                .flatMap(job -> job.events().stream())
                .toList();
        try (var connection = database.connect()) {
            return writer.write(connection, KafkaLog.of(events).inOrder());
        }
    }

    private static List<String> jobs() throws SQLException {
        return database.query("SELECT id FROM jobs");
    }

    private static List<String> reasons() throws SQLException {
        return database.query("SELECT reason FROM parked_records");
    }
}
