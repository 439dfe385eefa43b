package io.unstir.storage.verification;

import io.unstir.storage.blob.StoredBlobs;
import io.unstir.storage.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** Looks at the pictures of verifications that came out different. The result is a function of the two files, so whoever does it may. */
@ApplicationScoped
class Comparer {
    private static final String OPEN = """
            SELECT job_id, image_sha256, actual_sha256 FROM verifications
            WHERE outcome = 'different' AND largest_difference IS NULL AND not_compared IS NULL
            ORDER BY requested_at LIMIT 100""";

    private static final String CLOSE =
            "UPDATE verifications SET largest_difference = ?, not_compared = ? WHERE job_id = ?";

    private final DataSource database;
    private final StoredBlobs blobs;

    Comparer(DataSource database, StoredBlobs blobs) {
        this.database = database;
        this.blobs = blobs;
    }

    private record Different(UUID job, String original, String again) {}

    /** Those that wait; one whose files cannot be had now goes on waiting, and so do those behind it. */
    void compareAll() throws SQLException, IOException {
        try (var connection = database.getConnection()) {
            var sql = new Sql(connection);
            for (var different : open(sql)) {
                close(sql, different.job(), compared(different));
            }
        }
    }

    private static List<Different> open(Sql sql) throws SQLException {
        return sql.list(
                row -> new Different(
                        row.getObject("job_id", UUID.class),
                        row.getString("image_sha256"),
                        row.getString("actual_sha256")),
                OPEN);
    }

    private Comparison compared(Different different) throws IOException {
        var original = blobs.read(different.original());
        var again = blobs.read(different.again());
        return original.isPresent() && again.isPresent()
                ? Comparison.of(original.get(), again.get())
                : new Comparison.NotCompared("one of the files is gone or damaged");
    }

    private static void close(Sql sql, UUID job, Comparison comparison) throws SQLException {
        switch (comparison) {
            case Comparison.Compared(int largest) -> sql.update(CLOSE, largest, Optional.empty(), job);
            case Comparison.NotCompared(String why) -> sql.update(CLOSE, Optional.empty(), why, job);
        }
    }
}
