package io.unstir.storage.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.unstir.storage.fixture.Database;
import io.unstir.storage.fixture.JobScript;
import io.unstir.storage.sql.Sql;
import io.unstir.storage.topic.BatchWriter;
import io.unstir.storage.topic.KafkaLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every question of every dashboard, asked of a filled database by the role that dashboards have. */
class DashboardsIT {
    private static final Path DASHBOARDS = Path.of("../deploy/grafana/dashboards");

    private static final UUID STORY = new UUID(0x7000, 0x8000_0000_0000_0005L);

    private static Database database;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        database = new Database(folder.resolve("postgres"));
        database.migrateTo("10");
        database.execute(Files.readString(Path.of("src/test/resources/filled-v10.sql")));
        database.execute("UPDATE jobs SET tenant = 'default', submitted_at = started_at, prompt = '', model = 'emoji',"
                + " version = '1', image_count = 1, steps = 10 WHERE submitted_at IS NULL");
        database.migrate();
        database.execute(
                "INSERT INTO training_runs (id, status, step, total_steps, images_per_second, started_at, reported_at)"
                        + " VALUES ('running', 'processing', 5, 10, 20, now(), now())");
        try (var connection = database.connect()) {
            var story = new JobScript(STORY)
                    .submitted()
                    .started(1)
                    .progressed(4)
                    .cancelRequested()
                    .failed("checkpoint-unavailable");
            new BatchWriter().write(connection, KafkaLog.of(story.events()).inOrder());
        }
        database.execute("DELETE FROM consumer_offsets");
        database.execute("INSERT INTO verifications (job_id, tenant, image_sha256, image_index, original_job_id,"
                + " original_device_class, requested_at) SELECT id, tenant, repeat('a', 64), 0, gen_random_uuid(), 'gpu',"
                + " submitted_at FROM jobs WHERE tenant IS NOT NULL");
        database.execute("INSERT INTO topic_ends VALUES ('unstir.jobs', 0, 7, now())");
        database.execute("INSERT INTO consumer_offsets VALUES ('unstir.jobs', 0, 'id', 5)");
    }

    @AfterAll
    static void stop() throws IOException {
        database.close();
    }

    @Test
    void everyPanelAndVariableIsAnsweredWithRows() throws Exception {
        var asked = new ArrayList<String>();
        try (var connection = reader()) {
            for (var dashboard : dashboards()) {
                for (var panel : dashboard.at("/panels")) {
                    for (var target : panel.at("/targets")) {
                        var name = dashboard.at("/title").asText() + " / "
                                + panel.at("/title").asText();
                        var sql = new GrafanaSql(target.at("/rawSql").asText()).expanded();
                        assertThat(rows(connection, sql)).as(name).isPositive();
                        asked.add(name);
                    }
                }
                for (var variable : dashboard.at("/templating/list")) {
                    assertThat(rows(connection, variable.at("/query").asText())).isPositive();
                }
            }
        }
        assertThat(asked).hasSizeGreaterThanOrEqualTo(19).doesNotHaveDuplicates();
    }

    @Test
    void everyViewIsAnsweredWithRows() throws Exception {
        try (var connection = reader()) {
            for (var view : database.query("SELECT viewname FROM pg_views WHERE schemaname = 'dashboards'")) {
                assertThat(rows(connection, "SELECT * FROM dashboards." + view))
                        .as(view)
                        .isPositive();
            }
        }
    }

    @Test
    void aJobsStoryIsReadByTheReaderAlone() throws Exception {
        try (var connection = reader()) {
            assertThat(texts(
                            connection,
                            "SELECT what FROM dashboards.job_story WHERE job_id = '00000000-0000-7000-8000-000000000001'"
                                    + " ORDER BY at, kafka_offset NULLS LAST, what"))
                    .containsExactly(
                            "JobSubmitted",
                            "JobStarted",
                            "JobSucceeded",
                            "ended: succeeded",
                            "image 0 is " + "1".repeat(64));
            assertThat(texts(
                            connection,
                            "SELECT what FROM dashboards.job_story WHERE job_id = '%s'".formatted(STORY)
                                    + " ORDER BY at, kafka_offset NULLS LAST, what"))
                    .containsExactly(
                            "JobSubmitted",
                            "JobStarted on cpu",
                            "JobProgressed: step 4 of 20",
                            "JobCancelRequested: changed my mind",
                            "JobFailed: checkpoint-unavailable: It did not work.",
                            "ended: failed (checkpoint-unavailable: It did not work.)");
            assertThat(texts(
                            connection,
                            "SELECT topic || ' ' || records_behind FROM dashboards.lag WHERE topic = 'unstir.jobs'"))
                    .containsExactly("unstir.jobs 2");
            assertThat(texts(connection, "SELECT concat_ws(' ', stage, p50) FROM dashboards.latency ORDER BY 1"))
                    .containsExactly("engine 0.9", "running 2", "waited 1", "whole 3");
        }
    }

    @Test
    void theReaderReadsNoTableAndWritesNothing() throws Exception {
        try (var connection = reader()) {
            assertThatThrownBy(() -> rows(connection, "SELECT * FROM public.jobs"))
                    .hasMessageContaining("permission denied");
            assertThatThrownBy(() -> rows(connection, "DELETE FROM dashboards.parked RETURNING 1"))
                    .hasMessageContaining("permission denied");
        }
    }

    private static Connection reader() throws SQLException {
        var connection = database.connect();
        try (var role = connection.createStatement()) {
            role.execute("SET ROLE unstir_reader");
        }
        return connection;
    }

    private static List<String> texts(Connection connection, String sql) throws SQLException {
        return new Sql(connection).list(row -> row.getString(1), sql);
    }

    private static int rows(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            int rows = 0;
            while (result.next()) {
                rows++;
            }
            return rows;
        }
    }

    private static List<JsonNode> dashboards() throws IOException {
        try (var files = Files.list(DASHBOARDS)) {
            var dashboards = new ArrayList<JsonNode>();
            for (var file : files.sorted().toList()) {
                dashboards.add(new ObjectMapper().readTree(file.toFile()));
            }
            return dashboards;
        }
    }
}
