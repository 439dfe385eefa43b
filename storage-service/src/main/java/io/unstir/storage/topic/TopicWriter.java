package io.unstir.storage.topic;

import io.unstir.proto.Topic;
import java.sql.SQLException;

/**
 * Writes the records of one topic. Every statement is an upsert that may run again, after newer ones, and before those of
 * other topics about the same thing: rows converge.
 */
interface TopicWriter {
    Topic topic();

    void write(Changes changes, TopicRecord record) throws SQLException, UnreadableRecord;
}
