package io.unstir.storage.dashboard;

import io.unstir.storage.fixture.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the role that dashboards have gets to see, in UTC. */
final class Reader implements AutoCloseable {
    private final Connection connection;

    Reader(Database database) throws SQLException {
        connection = database.connect();
        try (var role = connection.createStatement()) {
            role.execute("SET ROLE unstir_reader");
            role.execute("SET TimeZone = 'UTC'");
        }
    }

    /** Row by row the values as PostgreSQL writes them, with bars between; nothing for NULL. */
    List<String> rows(String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            var columns = IntStream.rangeClosed(1, result.getMetaData().getColumnCount())
                    .boxed()
                    .toList();
            var rows = new ArrayList<String>();
            while (result.next()) {
                var values = new ArrayList<String>();
                for (int column : columns) {
                    values.add(result.getString(column));
                }
                rows.add(
                        values.stream().map(value -> value == null ? "" : value).collect(Collectors.joining(" | ")));
            }
            return rows;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
