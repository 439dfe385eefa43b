package io.unstir.storage.sample;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.unstir.storage.sql.Sql;
import io.unstir.storage.tenant.Tenant;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import javax.sql.DataSource;

/**
 * Draws images at random, without looking at all of them: in the order of their digests images lie as if shuffled, so those behind a
 * random place are a random choice already. Of a run of them some are drawn, since how near the first few are to their neighbours would
 * favour them; with this many in the run, no image's chance is further than some two hundredths from another's. The same store and seed
 * give the same images.
 */
@ApplicationScoped
class SampleReader {
    static final String RUN = """
            SELECT DISTINCT sha256 FROM images JOIN jobs ON jobs.id = images.job_id
            WHERE sha256 >= ? AND sha256 < ? AND tenant = ? AND submitted_at IS NOT NULL ORDER BY sha256 LIMIT ?""";

    private static final int LENGTH = 4096;
    private static final String FIRST = "";
    /** Behind every digest. */
    private static final String LAST = "g";

    private final DataSource database;

    SampleReader(DataSource database) {
        this.database = database;
    }

    /** At most {@code count} digests of different images of the tenant, fewer where it has no more. */
    List<String> draw(Tenant tenant, int count, long seed) throws SQLException {
        return run(tenant, digest("from " + seed)).stream()
                .sorted(Comparator.comparing(sha256 -> digest(seed + " " + sha256)))
                .limit(count)
                .toList();
    }

    /** From a place on, and from the first on where there are too few behind it. */
    private List<String> run(Tenant tenant, String from) throws SQLException {
        try (var connection = database.getConnection()) {
            var sql = new Sql(connection);
            var run = new ArrayList<>(part(sql, tenant, from, LAST, LENGTH));
            if (run.size() < LENGTH) {
                run.addAll(part(sql, tenant, FIRST, from, LENGTH - run.size()));
            }
            return run;
        }
    }

    private static List<String> part(Sql sql, Tenant tenant, String from, String to, int limit) throws SQLException {
        return sql.listPlanned(row -> row.getString(1), RUN, from, to, tenant.name(), limit);
    }

    private static String digest(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
