package io.unstir.storage.lineage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.unstir.storage.sql.Sql;
import io.unstir.storage.tenant.Tenant;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** Reads where images come from. */
@ApplicationScoped
class LineageReader {
    private static final String RUN = """
            SELECT id, status, error_message, model, version, checkpoint_digest, request FROM jobs
            WHERE id = ? AND tenant = ? AND submitted_at IS NOT NULL""";

    private static final String IMAGES = """
            SELECT image_index, sha256, device_class FROM images WHERE job_id = ? ORDER BY image_index""";

    private final DataSource database;
    private final ObjectMapper json;

    LineageReader(DataSource database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    /** Empty where no job of the tenant made such an image. */
    Optional<LineageView> lineage(Tenant tenant, String sha256) throws SQLException {
        try (var connection = database.getConnection()) {
            return new LineageWalk(new Sql(connection), tenant, json).from(sha256);
        }
    }

    /** Empty where the tenant has no such job. The row first: images of a job that succeeded were committed no later. */
    Optional<JobRun> run(Tenant tenant, UUID job) throws SQLException {
        try (var connection = database.getConnection()) {
            var sql = new Sql(connection);
            var run = sql.first(this::run, RUN, job, tenant.name());
            return run.isEmpty() ? run : Optional.of(run.get().withImages(sql.list(LineageReader::image, IMAGES, job)));
        }
    }

    private JobRun run(ResultSet row) throws SQLException {
        return new JobRun(
                row.getString("id"),
                row.getString("status"),
                Optional.ofNullable(row.getString("error_message")),
                row.getString("model"),
                row.getString("version"),
                row.getString("checkpoint_digest"),
                request(row),
                List.of());
    }

    private static JobRun.Image image(ResultSet row) throws SQLException {
        return new JobRun.Image(row.getInt("image_index"), row.getString("sha256"), row.getString("device_class"));
    }

    private JsonNode request(ResultSet row) throws SQLException {
        try {
            return json.readTree(Objects.requireNonNullElse(row.getString("request"), "{}"));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a job has a request that is none", e);
        }
    }
}
