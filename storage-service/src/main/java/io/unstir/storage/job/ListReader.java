package io.unstir.storage.job;

import io.unstir.storage.sql.Sql;
import io.unstir.storage.tenant.Tenant;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Reads a tenant's jobs and images page by page, newest job first. A page begins behind the last row of the one before. */
@ApplicationScoped
class ListReader {
    private static final String NEWEST_FIRST = " ORDER BY submitted_at DESC, jobs.id DESC";

    private static final String IMAGES = """
            SELECT images.job_id, image_index, sha256, width, height, coalesce(jobs.seed, 0) AS seed
            FROM images JOIN jobs ON jobs.id = images.job_id
            WHERE job_id = ANY (string_to_array(?, ',')::uuid[]) ORDER BY image_index""";

    private static final String GALLERY = """
            SELECT sha256, images.job_id, image_index, width, height, produced_at, prompt, seed, submitted_at,
                   model || '@' || version AS model_id
            FROM jobs JOIN images ON images.job_id = jobs.id""";

    // Jobs of the checkpoints that came of it, jobs that began with it, and all that began with their images.
    private static final String CAME_OF = """
            jobs.id IN (
                WITH RECURSIVE made (job) AS (
                    SELECT id FROM jobs WHERE checkpoint_digest IN (
                        SELECT ? UNION SELECT digest FROM checkpoints WHERE dataset_digest = ? OR training_id = ?)
                    UNION
                    SELECT job_id FROM image_parents WHERE sha256 = ?
                    UNION
                    SELECT image_parents.job_id
                    FROM made JOIN images ON images.job_id = made.job
                              JOIN image_parents ON image_parents.sha256 = images.sha256)
                SELECT job FROM made)""";

    private final DataSource database;

    ListReader(DataSource database) {
        this.database = database;
    }

    /** One more than the limit where there are more. */
    List<JobView> jobs(JobFilter filter) throws SQLException {
        var where = new Where(filter).olderJobs();
        try (var connection = database.getConnection()) {
            var sql = new Sql(connection);
            var jobs = sql.listPlanned(
                    JobReader::job,
                    "SELECT * FROM jobs" + where.text() + NEWEST_FIRST + " LIMIT ?",
                    where.parameters());
            var images = sql.list(
                    Made::of,
                    IMAGES,
                    String.join(",", jobs.stream().map(JobView::id).toList()));
            return jobs.stream()
                    .map(job -> job.withImages(images.stream()
                            .filter(made -> made.job().equals(job.id()))
                            .map(Made::image)
                            .toList()))
                    .toList();
        }
    }

    /** One more than the limit where there are more. */
    List<GalleryImage> images(JobFilter filter) throws SQLException {
        var where = new Where(filter).olderImages();
        try (var connection = database.getConnection()) {
            return new Sql(connection)
                    .listPlanned(
                            ListReader::galleryImage,
                            GALLERY + where.text() + NEWEST_FIRST + ", image_index LIMIT ?",
                            where.parameters());
        }
    }

    private static GalleryImage galleryImage(ResultSet row) throws SQLException {
        return new GalleryImage(
                row.getString("sha256"),
                row.getString("job_id"),
                row.getInt("image_index"),
                row.getString("prompt"),
                row.getString("model_id"),
                row.getInt("width"),
                row.getInt("height"),
                row.getLong("seed"),
                Sql.instant(row, "produced_at").orElseThrow(),
                Sql.instant(row, "submitted_at").orElseThrow());
    }

    private record Made(String job, JobView.Image image) {
        static Made of(ResultSet row) throws SQLException {
            return new Made(row.getString("job_id"), JobReader.image(row));
        }
    }

    /** Conditions and their parameters, in order. */
    private static final class Where {
        private final JobFilter filter;
        private final List<String> conditions = new ArrayList<>();
        private final List<Object> parameters = new ArrayList<>();

        Where(JobFilter filter) {
            this.filter = filter;
            conditions.add("submitted_at IS NOT NULL");
            and("tenant = ?", Tenant.required(filter.tenant).name());
            and("status = ?", filter.status);
            if (filter.model != null && filter.model.contains("@")) {
                int at = filter.model.lastIndexOf('@');
                and("(model, version) = (?, ?)", filter.model.substring(0, at), filter.model.substring(at + 1));
            } else {
                and("model = ?", filter.model);
            }
            if (filter.prompt != null) {
                prompt(new PromptWords(filter.prompt));
            }
            and(CAME_OF, filter.from, filter.from, filter.from, filter.from);
            and("submitted_at > ?", instant(filter.createdAfter));
            and("submitted_at < ?", instant(filter.createdBefore));
        }

        private void prompt(PromptWords words) {
            if (words.hasWords()) {
                and("prompt_words @@ to_tsquery('simple', ?)", words.query());
            } else {
                // strpos and not LIKE: a percent sign in a prompt is a percent sign.
                and("strpos(prompt, ?) > 0", words.text());
            }
        }

        Where olderJobs() {
            if (filter.olderThan != null) {
                and("(submitted_at, jobs.id) < (?, ?)", instant(filter.olderThan), filter.olderThanId);
            }
            return this;
        }

        Where olderImages() {
            if (filter.olderThan != null) {
                // The first condition is implied by the second, and is one that an index can follow.
                and("(submitted_at, jobs.id) <= (?, ?)", instant(filter.olderThan), filter.olderThanId);
                and("(jobs.id <> ? OR image_index > ?)", filter.olderThanId, filter.olderThanIndex);
            }
            return this;
        }

        private void and(String condition, Object... values) {
            if (values[0] != null) {
                conditions.add(condition);
                parameters.addAll(List.of(values));
            }
        }

        private static Instant instant(String text) {
            return text == null ? null : Instant.parse(text);
        }

        String text() {
            return " WHERE " + String.join(" AND ", conditions);
        }

        Object[] parameters() {
            var all = new ArrayList<>(parameters);
            all.add(filter.limit + 1);
            return all.toArray();
        }
    }
}
