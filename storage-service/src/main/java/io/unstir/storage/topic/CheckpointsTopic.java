package io.unstir.storage.topic;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.BundleManifest;
import io.unstir.proto.v1.CheckpointEvent;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** {@code unstir.checkpoints}: the model registry. Publication and retirement each keep their newest word. */
final class CheckpointsTopic implements TopicWriter {
    private static final String PUBLISH = """
            INSERT INTO checkpoints (model, version, digest, published_at, manifest, training_id, dataset_digest,
                                     dataset_licence)
            VALUES (?, ?, ?, ?, ?::jsonb, ?, ?, ?)
            ON CONFLICT (model, version) DO UPDATE SET
                digest = excluded.digest, published_at = excluded.published_at, manifest = excluded.manifest,
                training_id = excluded.training_id, dataset_digest = excluded.dataset_digest,
                dataset_licence = excluded.dataset_licence
            WHERE checkpoints.published_at IS NULL OR excluded.published_at >= checkpoints.published_at""";

    private static final String RETIRE = """
            INSERT INTO checkpoints (model, version, retired_at, retired_reason) VALUES (?, ?, ?, ?)
            ON CONFLICT (model, version) DO UPDATE SET
                retired_at = excluded.retired_at, retired_reason = excluded.retired_reason
            WHERE checkpoints.retired_at IS NULL OR excluded.retired_at >= checkpoints.retired_at""";

    private record Row(String model, String version) {}

    @Override
    public Topic topic() {
        return Topic.CHECKPOINTS;
    }

    @Override
    public void write(Changes changes, TopicRecord record) throws SQLException, UnreadableRecord {
        var event = Decode.message(CheckpointEvent.parser(), record);
        var model = Decode.required("model", event.getModel());
        var version = Decode.required("version", event.getVersion());
        var at = Decode.time(event.hasOccurredAt(), event.getOccurredAt(), record);
        switch (event.getEventCase()) {
            case PUBLISHED -> publish(changes, event, at);
            case RETIRED ->
                changes.change(
                        new Row(model, version),
                        RETIRE,
                        model,
                        version,
                        at,
                        event.getRetired().getReason());
            // There is no history of checkpoints, so an event type newer than this code is kept where it can be found.
            case EVENT_NOT_SET -> throw new UnreadableRecord("unknown event: " + Decode.type(event, record));
        }
    }

    private static void publish(Changes changes, CheckpointEvent event, Instant at)
            throws SQLException, UnreadableRecord {
        var manifest = event.getPublished().getManifest();
        var lineage = manifest.getLineage();
        var json = json(manifest);
        var dataSet = Decode.text(lineage.getDatasetDigest());
        var licence = Decode.text(lineage.getDatasetLicence());
        if (dataSet.isPresent()) {
            var items = Optional.of(lineage.getDatasetItems()).filter(count -> count > 0);
            new DataSets(changes).know(dataSet.get(), items, licence);
        }
        changes.change(
                new Row(event.getModel(), event.getVersion()),
                PUBLISH,
                event.getModel(),
                event.getVersion(),
                event.getPublished().getDigest(),
                at,
                json,
                Decode.text(lineage.getTrainingId()),
                dataSet,
                licence);
    }

    private static String json(BundleManifest manifest) throws UnreadableRecord {
        try {
            return JsonFormat.printer().omittingInsignificantWhitespace().print(manifest);
        } catch (InvalidProtocolBufferException e) {
            throw new UnreadableRecord("the manifest has no JSON form: " + e.getMessage());
        }
    }
}
