package io.unstir.storage.topic;

import io.unstir.storage.sql.Sql;
import java.sql.SQLException;

/** Makes every change at once, so that whoever is refused is known. */
record ImmediateChanges(Sql sql) implements Changes {
    @Override
    public void know(String statement, Object... parameters) throws SQLException {
        sql.update(statement, parameters);
    }

    @Override
    public void change(Object row, String statement, Object... parameters) throws SQLException {
        sql.update(statement, parameters);
    }

    @Override
    public <R extends Comparable<R>> void report(Object row, R rank, String statement, Object... parameters)
            throws SQLException {
        sql.update(statement, parameters);
    }

    @Override
    public void append(String statement, Object... parameters) throws SQLException {
        sql.update(statement, parameters);
    }
}
