package io.unstir.storage.lineage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.unstir.proto.v1.TrainingLineage;
import io.unstir.storage.sql.Sql;
import io.unstir.storage.tenant.Tenant;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Goes from an image back to all it came of: over the jobs of the pictures it began with, and the checkpoints that trainings began with. */
final class LineageWalk {
    /** Pictures made of pictures made of pictures; who went further back would have a graph that nobody can read. */
    private static final int MOST_JOBS = 50;

    private static final int MOST_EVALUATIONS = 20;

    // Whoever made these bytes again later made them from the same; the first is the one that is meant.
    private static final String MADE = """
            SELECT images.sha256, image_index, width, height, size_bytes, images.device_class, images.worker, produced_at,
                   job_id, prompt, submitted_at, completed_at, attempt, request, checkpoint_digest,
                   model || '@' || version AS model, code_revision, libraries
            FROM images JOIN jobs ON jobs.id = images.job_id LEFT JOIN software ON software.digest = images.software
            WHERE sha256 = ? AND jobs.tenant = ? AND submitted_at IS NOT NULL
            ORDER BY produced_at, job_id, image_index LIMIT 1""";

    private static final String CHECKPOINT = """
            SELECT coalesce(model || '@' || version, left(digest, 12)) AS name, published_at, manifest -> 'lineage' AS lineage,
                   (SELECT max(retired_at) FROM named_checkpoints WHERE digest = checkpoints.digest) AS retired_at
            FROM checkpoints WHERE digest = ? AND manifest IS NOT NULL""";

    private static final String EVALUATIONS = """
            SELECT dataset_digest, classifier_task, classifier_accuracy, solver, steps, guidance_scale, images, scores,
                   floor_scores, ceiling_scores, evaluated_at
            FROM checkpoint_evaluations WHERE checkpoint_digest = ?
            ORDER BY evaluated_at DESC LIMIT\s""" + MOST_EVALUATIONS;

    private final Sql sql;
    private final Tenant tenant;
    private final ObjectMapper json;
    private final LineageGraph graph = new LineageGraph();
    private final Set<String> checkpoints = new HashSet<>();

    LineageWalk(Sql sql, Tenant tenant, ObjectMapper json) {
        this.sql = sql;
        this.tenant = tenant;
        this.json = json;
    }

    /** Empty where no job of the tenant made such an image. */
    Optional<LineageView> from(String sha256) throws SQLException {
        var waiting = new ArrayDeque<>(List.of(sha256));
        var seen = new HashSet<>(waiting);
        int jobs = 0;
        while (!waiting.isEmpty() && jobs < MOST_JOBS) {
            var made = sql.first(this::made, MADE, waiting.remove(), tenant.name());
            if (made.isPresent()) {
                jobs++;
                var image = made.get();
                graph.image(image);
                checkpoint(image.checkpoint(), Optional.of(image.model()));
                graph.link(image.checkpoint(), image.job());
                image.given().keySet().stream().filter(seen::add).forEach(waiting::add);
            }
        }
        return jobs == 0 ? Optional.empty() : Optional.of(graph.view());
    }

    /** @param name that a job used; absent of a checkpoint that only a training began with */
    private void checkpoint(String digest, Optional<String> name) throws SQLException {
        if (!checkpoints.add(digest)) {
            return;
        }
        var told = sql.first(this::checkpoint, CHECKPOINT, digest);
        if (told.isEmpty()) {
            graph.checkpoint(digest, name.orElse(digest.substring(0, Math.min(12, digest.length()))));
            return;
        }
        var checkpoint = told.get().withEvaluations(sql.list(this::evaluation, EVALUATIONS, digest));
        graph.checkpoint(digest, name.orElse(checkpoint.name()), checkpoint);
        String start = checkpoint.lineage().getStartCheckpoint();
        if (!start.isEmpty()) {
            checkpoint(start, Optional.empty());
        }
    }

    private MadeImage made(ResultSet row) throws SQLException {
        var libraries = Optional.ofNullable(row.getString("libraries"));
        return new MadeImage(
                row.getString("sha256"),
                row.getInt("image_index"),
                row.getInt("width"),
                row.getInt("height"),
                row.getLong("size_bytes"),
                row.getString("device_class"),
                row.getString("worker"),
                Optional.ofNullable(row.getString("code_revision")),
                libraries.isEmpty() ? Optional.empty() : Optional.of(json(libraries.get())),
                Sql.instant(row, "produced_at").orElseThrow(),
                row.getString("job_id"),
                row.getString("prompt"),
                Sql.instant(row, "submitted_at").orElseThrow(),
                Sql.instant(row, "completed_at"),
                row.getInt("attempt"),
                json(Objects.requireNonNullElse(row.getString("request"), "{}")),
                row.getString("checkpoint_digest"),
                row.getString("model"));
    }

    private UsedCheckpoint checkpoint(ResultSet row) throws SQLException {
        var lineage = TrainingLineage.newBuilder();
        try {
            JsonFormat.parser()
                    .ignoringUnknownFields()
                    .merge(Objects.requireNonNullElse(row.getString("lineage"), "{}"), lineage);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a checkpoint has a lineage that is none", e);
        }
        return new UsedCheckpoint(
                row.getString("name"),
                Sql.instant(row, "published_at"),
                Sql.instant(row, "retired_at"),
                lineage.build(),
                List.of());
    }

    private UsedCheckpoint.Evaluation evaluation(ResultSet row) throws SQLException {
        return new UsedCheckpoint.Evaluation(
                Sql.instant(row, "evaluated_at").orElseThrow(),
                row.getString("dataset_digest"),
                row.getString("classifier_task"),
                row.getDouble("classifier_accuracy"),
                row.getString("solver"),
                row.getInt("steps"),
                row.getDouble("guidance_scale"),
                row.getLong("images"),
                json(row.getString("scores")),
                json(row.getString("floor_scores")),
                json(row.getString("ceiling_scores")));
    }

    private JsonNode json(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a jsonb column is no JSON", e);
        }
    }
}
