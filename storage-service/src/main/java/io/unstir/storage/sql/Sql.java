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

    public <T> List<T> list(Row<T> row, String query, Object... parameters) throws SQLException {
        try (var prepared = prepare(query, parameters);
                var result = prepared.executeQuery()) {
            var found = new ArrayList<T>();
            while (result.next()) {
                found.add(row.read(result));
            }
            return found;
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
            for (int i = 0; i < parameters.length; i++) {
                prepared.setObject(i + 1, jdbcValue(parameters[i]));
            }
            return prepared;
        } catch (SQLException | RuntimeException e) {
            prepared.close();
            throw e;
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
