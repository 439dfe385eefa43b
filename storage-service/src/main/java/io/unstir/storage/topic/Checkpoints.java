package io.unstir.storage.topic;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.unstir.proto.v1.BundleManifest;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Writes {@code checkpoints}, one row a digest, and what they refer to. A row tells what its first publication told. */
record Checkpoints(Changes changes) {
    // A job of an earlier version may name what is no digest, and is a job nevertheless.
    private static final String KNOW = """
            INSERT INTO checkpoints (digest) SELECT named FROM (VALUES (?)) AS names (named) WHERE named ~ '^[0-9a-f]{64}$'
            ON CONFLICT DO NOTHING""";

    private static final String TELL = """
            INSERT INTO checkpoints (digest, published_at, manifest, training_id, dataset_digest, dataset_licence,
                                     start_checkpoint)
            VALUES (?, ?, ?::jsonb, ?, ?, ?, ?)
            ON CONFLICT (digest) DO UPDATE SET
                published_at = excluded.published_at, manifest = excluded.manifest, training_id = excluded.training_id,
                dataset_digest = excluded.dataset_digest, dataset_licence = excluded.dataset_licence,
                start_checkpoint = excluded.start_checkpoint
            WHERE checkpoints.manifest IS NULL OR checkpoints.published_at IS NULL
               OR excluded.published_at < checkpoints.published_at""";

    private record Row(String digest) {}

    /** That there is such a checkpoint, of which nothing else is told here. */
    void know(String digest) throws SQLException {
        changes.know(KNOW, digest);
    }

    /** @param publishedAt empty where only the bundle itself is there to tell */
    void tell(String digest, BundleManifest manifest, Optional<Instant> publishedAt)
            throws SQLException, UnreadableRecord {
        var json = json(manifest);
        var lineage = manifest.getLineage();
        var dataSet = Decode.text(lineage.getDatasetDigest());
        var licence = Decode.text(lineage.getDatasetLicence());
        var start = Decode.text(lineage.getStartCheckpoint());
        if (dataSet.isPresent()) {
            var items = Optional.of(lineage.getDatasetItems()).filter(count -> count > 0);
            new DataSets(changes).know(dataSet.get(), items, licence);
        }
        if (start.isPresent()) {
            know(start.get());
        }
        var training = Decode.text(lineage.getTrainingId());
        changes.change(new Row(digest), TELL, digest, publishedAt, json, training, dataSet, licence, start);
    }

    private static String json(BundleManifest manifest) throws UnreadableRecord {
        try {
            return JsonFormat.printer().omittingInsignificantWhitespace().print(manifest);
        } catch (InvalidProtocolBufferException e) {
            throw new UnreadableRecord("the manifest has no JSON form: " + e.getMessage());
        }
    }
}
