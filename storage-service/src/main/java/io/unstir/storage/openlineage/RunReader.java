package io.unstir.storage.openlineage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.unstir.storage.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads jobs and trainings as runs, many at once. */
record RunReader(Sql sql) {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String SAMPLINGS = """
            SELECT id, tenant, model, version, checkpoint_digest, request, attempt, worker, device_class, sampling_millis,
                   error_code, error_message, cancel_reason, code_revision, libraries
            FROM jobs LEFT JOIN software ON software.digest = jobs.software
            WHERE id = ANY (?::uuid[]) AND submitted_at IS NOT NULL""";

    private static final String IMAGES = """
            SELECT job_id, image_index, sha256, size_bytes, width, height, device_class
            FROM images WHERE job_id = ANY (?::uuid[]) ORDER BY image_index""";

    private static final String TRAININGS = """
            SELECT id, tenant, model, version, config_yaml, parameters, dataset_digest, dataset_items,
                   start_checkpoint, worker, total_steps, step, loss, parity_error, checkpoint_digest, error_code,
                   error_message, cancel_reason, code_revision, libraries
            FROM training_runs
                LEFT JOIN software ON software.digest = training_runs.software
            WHERE id = ANY (?::text[])""";

    private record Made(String job, SamplingRun.Image image) {}

    Map<String, SamplingRun> samplings(List<String> jobs) throws SQLException {
        var ids = (Object) jobs.toArray(String[]::new);
        var made = sql.list(RunReader::made, IMAGES, ids).stream()
                .collect(Collectors.groupingBy(Made::job, Collectors.mapping(Made::image, Collectors.toList())));
        return sql.list(RunReader::sampling, SAMPLINGS, ids).stream()
                .map(run -> run.withImages(made.getOrDefault(run.id(), List.of())))
                .collect(Collectors.toMap(SamplingRun::id, Function.identity()));
    }

    Map<String, TrainingRun> trainings(List<String> trainings) throws SQLException {
        return sql.list(RunReader::training, TRAININGS, (Object) trainings.toArray(String[]::new)).stream()
                .collect(Collectors.toMap(TrainingRun::id, Function.identity()));
    }

    private static SamplingRun sampling(ResultSet row) throws SQLException {
        return new SamplingRun(
                row.getString("id"),
                row.getString("tenant"),
                new ModelName(row.getString("model"), row.getString("version")),
                row.getString("checkpoint_digest"),
                json(Objects.requireNonNullElse(row.getString("request"), "{}")),
                row.getInt("attempt"),
                text(row, "worker"),
                text(row, "device_class"),
                software(row),
                Optional.ofNullable(row.getObject("sampling_millis", Long.class)),
                text(row, "error_code"),
                text(row, "error_message"),
                text(row, "cancel_reason"),
                List.of());
    }

    private static Made made(ResultSet row) throws SQLException {
        return new Made(
                row.getString("job_id"),
                new SamplingRun.Image(
                        row.getInt("image_index"),
                        row.getString("sha256"),
                        row.getLong("size_bytes"),
                        row.getInt("width"),
                        row.getInt("height"),
                        row.getString("device_class")));
    }

    private static TrainingRun training(ResultSet row) throws SQLException {
        var items = Optional.ofNullable(row.getObject("dataset_items", Long.class));
        var version = text(row, "version");
        return new TrainingRun(
                row.getString("id"),
                text(row, "tenant"),
                text(row, "model").map(model -> new ModelName(model, version.orElse(""))),
                text(row, "config_yaml"),
                Optional.ofNullable(row.getObject("parameters", Long.class)),
                text(row, "dataset_digest").map(digest -> new TrainingRun.DataSet(digest, items)),
                text(row, "start_checkpoint"),
                text(row, "worker"),
                software(row),
                Optional.ofNullable(row.getObject("total_steps", Long.class)),
                row.getLong("step"),
                Optional.ofNullable(row.getObject("loss", Double.class)),
                Optional.ofNullable(row.getObject("parity_error", Double.class)),
                text(row, "checkpoint_digest"),
                text(row, "error_code"),
                text(row, "error_message"),
                text(row, "cancel_reason"));
    }

    private static Optional<BuiltOf> software(ResultSet row) throws SQLException {
        var libraries = row.getString("libraries");
        return libraries == null
                ? Optional.empty()
                : Optional.of(new BuiltOf(row.getString("code_revision"), json(libraries)));
    }

    private static Optional<String> text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column)).filter(text -> !text.isEmpty());
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a jsonb column is no JSON", e);
        }
    }
}
