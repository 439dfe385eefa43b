package io.unstir.storage.job;

import io.unstir.storage.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/** Reads a tenant's jobs and images page by page, newest job first. A page begins behind the last row of the one before. */
@ApplicationScoped
class ListReader {
    private static final String IMAGES = """
            SELECT images.job_id, image_index, sha256, width, height, coalesce(jobs.seed, 0) AS seed
            FROM images JOIN jobs ON jobs.id = images.job_id
            WHERE job_id = ANY (string_to_array(?, ',')::uuid[]) ORDER BY image_index""";

    // A data set and a training are known by the checkpoints that came of them, those that began with such a one among
    // them.
    private static final String ORIGINS = """
            WITH RECURSIVE came (digest) AS (
                SELECT origin FROM (SELECT ? UNION SELECT digest FROM checkpoints WHERE dataset_digest = ? OR training_id = ?)
                    AS first (origin)
                UNION
                SELECT checkpoints.digest FROM came JOIN checkpoints ON checkpoints.start_checkpoint = came.digest)
            SELECT digest FROM came""";

    // As the planner's statistics have it, of the words that are begun so taken together. More than a twentieth is
    // common.
    private static final String COMMON_WORDS = """
            SELECT word
            FROM pg_stats, unnest(most_common_elems::text::text[], most_common_elem_freqs) AS common (known, share),
                 unnest(string_to_array(?, ' ')) AS word
            WHERE schemaname = current_schema() AND tablename = 'jobs' AND attname = 'prompt_words'
              AND starts_with(known, word)
            GROUP BY word HAVING sum(share) > 0.05""";

    private final DataSource database;

    ListReader(DataSource database) {
        this.database = database;
    }

    /** One more than the limit where there are more. */
    List<JobView> jobs(JobFilter filter) throws SQLException {
        try (var connection = database.getConnection()) {
            var sql = new Sql(connection);
            var query = ListQuery.jobs(filter, known(sql, filter));
            var jobs = sql.listPlanned(JobReader::job, query.text(), query.parameters());
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
        try (var connection = database.getConnection()) {
            var sql = new Sql(connection);
            var query = ListQuery.images(filter, known(sql, filter));
            return sql.listPlanned(ListReader::galleryImage, query.text(), query.parameters());
        }
    }

    private static ListQuery.Known known(Sql sql, JobFilter filter) throws SQLException {
        return new ListQuery.Known(origins(sql, filter), commonWords(sql, filter));
    }

    private static Set<String> commonWords(Sql sql, JobFilter filter) throws SQLException {
        var words = filter.prompt == null ? List.<String>of() : new PromptWords(filter.prompt).words();
        return words.size() < 2
                ? Set.of()
                : Set.copyOf(sql.list(row -> row.getString(1), COMMON_WORDS, String.join(" ", words)));
    }

    private static List<String> origins(Sql sql, JobFilter filter) throws SQLException {
        return filter.from == null
                ? List.of()
                : sql.list(row -> row.getString(1), ORIGINS, filter.from, filter.from, filter.from);
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
}
