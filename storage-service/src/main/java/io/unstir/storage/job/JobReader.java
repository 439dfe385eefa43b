package io.unstir.storage.job;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.unstir.proto.v1.SamplingRequest;
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

/** Reads jobs and images. */
@ApplicationScoped
class JobReader {
    // A job known only by its events has no input to show; its submission is a moment behind.
    private static final String JOB = "SELECT * FROM jobs WHERE id = ? AND tenant = ? AND submitted_at IS NOT NULL";

    private static final String IMAGES = """
            SELECT image_index, sha256, width, height, coalesce(seed, 0) AS seed
            FROM images JOIN jobs ON jobs.id = images.job_id
            WHERE job_id = ? ORDER BY image_index""";

    private static final String IMAGE = """
            SELECT images.*, jobs.seed, jobs.model || '@' || jobs.version AS model, jobs.checkpoint_digest
            FROM images JOIN jobs ON jobs.id = images.job_id
            WHERE sha256 = ? AND jobs.tenant = ? ORDER BY produced_at, job_id, image_index LIMIT 1""";

    private final DataSource database;

    JobReader(DataSource database) {
        this.database = database;
    }

    /** The row first: the images of a succeeded job were committed no later than its success. */
    Optional<JobView> job(Tenant tenant, UUID id) throws SQLException {
        try (var connection = database.getConnection()) {
            return job(new Sql(connection), tenant, id);
        }
    }

    static Optional<JobView> job(Sql sql, Tenant tenant, UUID id) throws SQLException {
        var job = sql.first(JobReader::job, JOB, id, tenant.name());
        return job.isEmpty() ? job : Optional.of(job.get().withImages(sql.list(JobReader::image, IMAGES, id)));
    }

    /** The first image of the tenant made with these bytes. */
    Optional<ImageView> image(Tenant tenant, String sha256) throws SQLException {
        try (var connection = database.getConnection()) {
            return new Sql(connection).first(JobReader::imageView, IMAGE, sha256, tenant.name());
        }
    }

    static JobView job(ResultSet row) throws SQLException {
        return new JobView(
                row.getString("id"),
                row.getString("status"),
                row.getString("model") + "@" + row.getString("version"),
                row.getString("checkpoint_digest"),
                Optional.ofNullable(row.getString("request_digest")).filter(digest -> !digest.isEmpty()),
                input(row),
                progress(row),
                List.of(),
                failure(row),
                Sql.instant(row, "submitted_at").orElseThrow(),
                Sql.instant(row, "started_at"),
                Sql.instant(row, "completed_at"));
    }

    private static JobView.Input input(ResultSet row) throws SQLException {
        return new JobView.Input(
                row.getString("prompt"),
                row.getString("negative_prompt"),
                row.getInt("image_count"),
                row.getLong("seed"),
                row.getInt("steps"),
                row.getString("solver"),
                row.getDouble("guidance_scale"),
                row.getDouble("eta"),
                row.getString("timestep_spacing"),
                GivenSettings.of(request(row)));
    }

    private static SamplingRequest request(ResultSet row) throws SQLException {
        var request = SamplingRequest.newBuilder();
        try {
            // A later version may have written what this one does not know.
            JsonFormat.parser()
                    .ignoringUnknownFields()
                    .merge(Objects.requireNonNullElse(row.getString("request"), "{}"), request);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("job %s has a request that is none".formatted(row.getString("id")), e);
        }
        return request.build();
    }

    /** Until a sampler has said how many steps there are, they are images times steps. */
    private static JobView.Progress progress(ResultSet row) throws SQLException {
        var reported = Optional.ofNullable(row.getObject("steps_total", Integer.class));
        int total = reported.orElse(row.getInt("image_count") * row.getInt("steps"));
        int done = row.getString("status").equals("succeeded") ? total : Math.min(row.getInt("steps_done"), total);
        return new JobView.Progress(total == 0 ? 0 : (double) done / total, done, total);
    }

    private static Optional<JobView.Failure> failure(ResultSet row) throws SQLException {
        return row.getString("error_code") == null
                ? Optional.empty()
                : Optional.of(new JobView.Failure(row.getString("error_code"), row.getString("error_message")));
    }

    static JobView.Image image(ResultSet row) throws SQLException {
        return new JobView.Image(
                row.getInt("image_index"),
                row.getString("sha256"),
                row.getInt("width"),
                row.getInt("height"),
                row.getLong("seed"));
    }

    private static ImageView imageView(ResultSet row) throws SQLException {
        return new ImageView(
                row.getString("sha256"),
                row.getString("job_id"),
                row.getInt("image_index"),
                row.getInt("width"),
                row.getInt("height"),
                row.getLong("size_bytes"),
                row.getString("media_type"),
                Optional.ofNullable(row.getObject("seed", Long.class)),
                Optional.ofNullable(row.getString("model")),
                Optional.ofNullable(row.getString("checkpoint_digest")),
                row.getString("device_class"),
                Sql.instant(row, "produced_at").orElseThrow());
    }
}
