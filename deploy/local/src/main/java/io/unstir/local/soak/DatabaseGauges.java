package io.unstir.local.soak;

import io.unstir.local.LocalFailure;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/** What the database says of itself, and of the jobs in it. */
final class DatabaseGauges implements AutoCloseable {
    private static final String NAME = "database";
    private static final double MIB = 1024 * 1024;

    private final Connection connection;

    private DatabaseGauges(Connection connection) {
        this.connection = connection;
    }

    static DatabaseGauges open(String jdbcUrl, String user, String password) {
        try {
            return new DatabaseGauges(DriverManager.getConnection(jdbcUrl, user, password));
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    Map<Gauge, Double> read() {
        try (var statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_database_size(current_database()),"
                        + " (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database())")) {
            row.next();
            return Map.of(
                    new Gauge(NAME, Quantity.SIZE),
                    row.getLong(1) / MIB,
                    new Gauge(NAME, Quantity.CONNECTIONS),
                    (double) row.getLong(2));
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** How many jobs stand where. */
    Map<String, Long> jobs() {
        try (var statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT status, count(*) FROM jobs GROUP BY status")) {
            var jobs = new TreeMap<String, Long>();
            while (row.next()) {
                jobs.put(row.getString(1), row.getLong(2));
            }
            return jobs;
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    static Series size(Map<Gauge, Series> series) {
        return series.get(new Gauge(NAME, Quantity.SIZE));
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private static LocalFailure failure(SQLException e) {
        return new LocalFailure("the database could not be asked: " + e.getMessage(), e);
    }
}
