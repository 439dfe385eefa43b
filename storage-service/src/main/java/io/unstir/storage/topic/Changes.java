package io.unstir.storage.topic;

import java.sql.SQLException;

/**
 * Takes the changes that records make. When each reaches the database is the taker's to choose, as long as what others refer to
 * comes first, changes of one row come in their order, and history comes last.
 */
interface Changes {
    /** A row that others refer to, and that may be there already. */
    void know(String statement, Object... parameters) throws SQLException;

    /**
     * @param row names the one row that the statement changes, among all tables
     */
    void change(Object row, String statement, Object... parameters) throws SQLException;

    /** A row that nothing refers to and nothing changes. */
    void append(String statement, Object... parameters) throws SQLException;
}
