package io.unstir.storage.lineage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.unstir.proto.v1.TrainingLineage;
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
    // Whoever made these bytes again later made them from the same; the first is the one that is meant.
    private static final String MADE = """
            SELECT images.sha256, image_index, width, height, size_bytes, images.device_class, images.worker, produced_at,
                   job_id, prompt, submitted_at, completed_at, attempt, request, checkpoint_digest,
                   model || '@' || version AS model
            FROM images JOIN jobs ON jobs.id = images.job_id
            WHERE sha256 = ? AND jobs.tenant = ? AND submitted_at IS NOT NULL
            ORDER BY produced_at, job_id, image_index LIMIT 1""";

    private static final String CHECKPOINT = """
            SELECT published_at, manifest -> 'lineage' AS lineage,
                   (SELECT max(retired_at) FROM named_checkpoints WHERE digest = checkpoints.digest) AS retired_at
            FROM checkpoints WHERE digest = ? AND manifest IS NOT NULL""";

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
            var sql = new Sql(connection);
            var made = sql.first(this::made, MADE, sha256, tenant.name());
            if (made.isEmpty()) {
                return Optional.empty();
            }
            var image = made.get();
            var graph = new LineageGraph();
            graph.image(image);
            graph.checkpoint(
                    image.job(),
                    image.checkpoint(),
                    image.model(),
                    sql.first(LineageReader::checkpoint, CHECKPOINT, image.checkpoint()));
            return Optional.of(graph.view());
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

    private MadeImage made(ResultSet row) throws SQLException {
        return new MadeImage(
                row.getString("sha256"),
                row.getInt("image_index"),
                row.getInt("width"),
                row.getInt("height"),
                row.getLong("size_bytes"),
                row.getString("device_class"),
                row.getString("worker"),
                Sql.instant(row, "produced_at").orElseThrow(),
                row.getString("job_id"),
                row.getString("prompt"),
                Sql.instant(row, "submitted_at").orElseThrow(),
                Sql.instant(row, "completed_at"),
                row.getInt("attempt"),
                request(row),
                row.getString("checkpoint_digest"),
                row.getString("model"));
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

    private static UsedCheckpoint checkpoint(ResultSet row) throws SQLException {
        var lineage = TrainingLineage.newBuilder();
        try {
            JsonFormat.parser()
                    .ignoringUnknownFields()
                    .merge(Objects.requireNonNullElse(row.getString("lineage"), "{}"), lineage);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a checkpoint has a lineage that is none", e);
        }
        return new UsedCheckpoint(Sql.instant(row, "published_at"), Sql.instant(row, "retired_at"), lineage.build());
    }
}
