package io.unstir.storage.topic;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.unstir.proto.v1.BundleManifest;
import io.unstir.storage.sql.Sql;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Tells of checkpoints that rows name and no topic does. The registry's topic is compacted: a database that is rebuilt from it finds
 * the newest checkpoint of each name there, and the older ones, which jobs are still tied to, as manifests in the blob store. What is
 * in neither stays a row without a manifest, and has training and data set if the training that made it is known.
 */
public final class CheckpointRestoration {
    private static final Logger LOG = Logger.getLogger(CheckpointRestoration.class);
    private static final Duration AGAIN = Duration.ofHours(1);
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private static final String UNTOLD = "SELECT digest FROM checkpoints WHERE manifest IS NULL ORDER BY digest";

    private static final String TRACE = """
            UPDATE checkpoints SET training_id = run.id, dataset_digest = run.dataset_digest
            FROM (SELECT DISTINCT ON (checkpoint_digest) checkpoint_digest, id, dataset_digest
                  FROM training_runs WHERE checkpoint_digest IS NOT NULL ORDER BY checkpoint_digest, id) AS run
            WHERE run.checkpoint_digest = digest AND manifest IS NULL AND checkpoints.training_id IS NULL""";

    private final StoredBytes bytes;
    private final Map<String, Instant> lookedFor = new HashMap<>();
    private Instant notBefore = Instant.MIN;

    public CheckpointRestoration(StoredBytes bytes) {
        this.bytes = bytes;
    }

    /**
     * How many were told. To be asked once all that is on the topics is in the rows; what was looked for in vain is looked for again after
     * an hour.
     */
    public int restore(Connection connection) throws SQLException {
        int restored = 0;
        // A manifest may name the checkpoint that its training began with, which may be as old.
        for (var untold = untold(connection); !untold.isEmpty(); untold = untold(connection)) {
            for (var digest : untold) {
                restored += restore(connection, digest) ? 1 : 0;
            }
        }
        new Sql(connection).update(TRACE);
        connection.commit();
        return restored;
    }

    private List<String> untold(Connection connection) throws SQLException {
        var due = Instant.now().minus(AGAIN);
        var untold = new Sql(connection).list(row -> row.getString(1), UNTOLD);
        connection.commit();
        lookedFor.keySet().retainAll(untold);
        if (Instant.now().isBefore(notBefore)) {
            return List.of();
        }
        return untold.stream()
                .filter(digest -> lookedFor.getOrDefault(digest, Instant.MIN).isBefore(due))
                .toList();
    }

    private boolean restore(Connection connection, String digest) throws SQLException {
        if (Instant.now().isBefore(notBefore)) {
            return false;
        }
        lookedFor.put(digest, Instant.now());
        try {
            var manifest = manifest(digest);
            if (manifest.isEmpty()) {
                return isUnknown(digest, "neither on its topic nor in the blob store");
            }
            new Checkpoints(new ImmediateChanges(new Sql(connection))).tell(digest, manifest.get(), Optional.empty());
            connection.commit();
            LOG.infof("checkpoint told by its bundle digest=%s", digest);
            return true;
        } catch (UnreadableRecord e) {
            return isUnknown(digest, e.getMessage());
        } catch (IOException e) {
            // The intake has more to do than to wait for a store that does not answer.
            notBefore = Instant.now().plus(PAUSE);
            return isUnknown(digest, e.getMessage());
        } catch (SQLException e) {
            connection.rollback();
            if (Refusal.of(e) != Refusal.CONTENT) {
                throw e;
            }
            return isUnknown(digest, e.getMessage());
        }
    }

    private static boolean isUnknown(String digest, String reason) {
        LOG.warnf("checkpoint unknown digest=%s reason='%s'", digest, reason);
        return false;
    }

    private Optional<BundleManifest> manifest(String digest) throws IOException, UnreadableRecord {
        var json = bytes.read(digest);
        if (json.isEmpty()) {
            return Optional.empty();
        }
        var manifest = BundleManifest.newBuilder();
        try {
            JsonFormat.parser().ignoringUnknownFields().merge(new String(json.get(), StandardCharsets.UTF_8), manifest);
        } catch (InvalidProtocolBufferException e) {
            throw new UnreadableRecord("its bytes are no manifest: " + e.getMessage());
        }
        if (manifest.getFilesCount() == 0) {
            throw new UnreadableRecord("its bytes are no manifest: it names no files");
        }
        return Optional.of(manifest.build());
    }
}
