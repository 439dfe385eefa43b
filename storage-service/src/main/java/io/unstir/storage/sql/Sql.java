package io.unstir.storage.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postgresql.PGStatement;

/** Plain SQL over a connection: the statement, then its parameters in order. */
public final class Sql {
    private final Connection connection;

    public Sql(Connection connection) {
        this.connection = connection;
    }

    /** What makes a value of the row the cursor stands on. */
    public interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Runs an insert, update or delete; returns how many rows it touched. */
    public int update(String statement, Object... parameters) throws SQLException {
        try (var prepared = prepare(statement, parameters)) {
            return prepared.executeUpdate();
        }
    }

    /** Runs an insert, update or delete once for each row of parameters, in order, without waiting in between. */
    public void updateAll(String statement, List<Object[]> rows) throws SQLException {
        try (var prepared = connection.prepareStatement(statement)) {
            for (var parameters : rows) {
                set(prepared, parameters);
                prepared.addBatch();
            }
            prepared.executeBatch();
        }
    }

    public <T> List<T> list(Row<T> row, String query, Object... parameters) throws SQLException {
        try (var prepared = prepare(query, parameters)) {
            return read(row, prepared);
        }
    }

    private static <T> List<T> read(Row<T> row, PreparedStatement prepared) throws SQLException {
        try (var result = prepared.executeQuery()) {
            var found = new ArrayList<T>();
            while (result.next()) {
                found.add(row.read(result));
            }
            return found;
        }
    }

    /**
     * As {@link #list}, planned for these very parameters each time: of what is asked for in many ways, a plan for all of them may be
     * a thousand times slower than the one for these.
     */
    public <T> List<T> listPlanned(Row<T> row, String query, Object... parameters) throws SQLException {
        try (var prepared = prepare(query, parameters)) {
            prepared.unwrap(PGStatement.class).setPrepareThreshold(0);
            return read(row, prepared);
        }
    }

    public <T> Optional<T> first(Row<T> row, String query, Object... parameters) throws SQLException {
        return list(row, query, parameters).stream().findFirst();
    }

    /** The moment in {@code column}; empty where it is NULL. */
    public static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    private PreparedStatement prepare(String statement, Object... parameters) throws SQLException {
        var prepared = connection.prepareStatement(statement);
        try {
            set(prepared, parameters);
            return prepared;
        } catch (SQLException | RuntimeException e) {
            prepared.close();
            throw e;
        }
    }

    private static void set(PreparedStatement prepared, Object[] parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            prepared.setObject(i + 1, jdbcValue(parameters[i]));
        }
    }

    private static Object jdbcValue(Object parameter) {
        return switch (parameter) {
            case Instant instant -> instant.atOffset(ZoneOffset.UTC);
            case Optional<?> optional -> optional.map(Sql::jdbcValue).orElse(null);
            case null -> null;
            default -> parameter;
        };
    }
}
