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

    /**
     * As {@link #change}, by a statement that leaves a row as it is where that has a higher rank and otherwise overwrites all that this
     * statement ever writes: of two in a row the one of no lower rank is enough.
     */
    <R extends Comparable<R>> void report(Object row, R rank, String statement, Object... parameters)
            throws SQLException;

    /** A row that nothing refers to and nothing changes. */
    void append(String statement, Object... parameters) throws SQLException;
}
