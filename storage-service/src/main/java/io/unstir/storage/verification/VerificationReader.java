package io.unstir.storage.verification;

import io.unstir.storage.sql.Sql;
import io.unstir.storage.tenant.Tenant;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** Reads verifications. */
@ApplicationScoped
class VerificationReader {
    private static final String VERIFICATION = """
            SELECT verifications.*, jobs.status, jobs.error_message
            FROM verifications JOIN jobs ON jobs.id = verifications.job_id
            WHERE verifications.tenant = ?""";

    private static final String OF_JOB = VERIFICATION + " AND verifications.job_id = ?";

    private static final String OF_IMAGE =
            VERIFICATION + " AND image_sha256 = ? ORDER BY requested_at DESC, verifications.job_id DESC LIMIT 100";

    private final DataSource database;

    VerificationReader(DataSource database) {
        this.database = database;
    }

    Optional<VerificationView> ofJob(Tenant tenant, UUID job) throws SQLException {
        try (var connection = database.getConnection()) {
            return new Sql(connection).first(VerificationReader::view, OF_JOB, tenant.name(), job);
        }
    }

    /** The newest hundred, newest first. */
    List<VerificationView> ofImage(Tenant tenant, String sha256) throws SQLException {
        try (var connection = database.getConnection()) {
            return new Sql(connection).list(VerificationReader::view, OF_IMAGE, tenant.name(), sha256);
        }
    }

    private static VerificationView view(ResultSet row) throws SQLException {
        return new VerificationView(
                row.getString("image_sha256"),
                row.getString("original_job_id"),
                row.getString("job_id"),
                row.getString("status"),
                Optional.ofNullable(row.getString("error_message")),
                row.getString("outcome"),
                Optional.ofNullable(row.getString("actual_sha256")),
                row.getString("original_device_class"),
                Optional.ofNullable(row.getString("actual_device_class")),
                Optional.ofNullable(row.getObject("largest_difference", Integer.class)),
                Optional.ofNullable(row.getString("not_compared")),
                Sql.instant(row, "requested_at").orElseThrow(),
                Sql.instant(row, "decided_at"));
    }
}
