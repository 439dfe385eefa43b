package io.unstir.storage.topic;

import io.unstir.proto.Topic;
import io.unstir.proto.v1.TrainingRequested;
import java.sql.SQLException;
import java.util.Optional;

/** {@code unstir.trainings}: what was asked; the first request of an id counts. */
final class TrainingsTopic implements TopicWriter {
    private static final String REQUEST = """
            INSERT INTO training_runs (id, tenant, requested_at, config_yaml) VALUES (?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET
                tenant = excluded.tenant, requested_at = excluded.requested_at, config_yaml = excluded.config_yaml
            WHERE training_runs.requested_at IS NULL""";

    @Override
    public Topic topic() {
        return Topic.TRAININGS;
    }

    @Override
    public void write(Changes changes, TopicRecord record) throws SQLException, UnreadableRecord {
        var training = Decode.message(TrainingRequested.parser(), record);
        var id = Decode.required("training_id", training.getTrainingId());
        var at = Decode.time(training.hasRequestedAt(), training.getRequestedAt(), record);
        new Tenants(changes).know(training.getTenant());
        changes.change(id, REQUEST, id, training.getTenant(), at, training.getConfigYaml());
        new TrainingHistory(changes)
                .append(id, Decode.type(training, record), true, at, Optional.empty(), Optional.empty(), record);
    }
}
