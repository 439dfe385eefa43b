package io.unstir.storage.topic;

import io.unstir.proto.v1.TrainingCancelled;
import io.unstir.proto.v1.TrainingFailed;
import io.unstir.proto.v1.TrainingFinished;
import io.unstir.proto.v1.TrainingProgressed;
import io.unstir.proto.v1.TrainingSampled;
import io.unstir.proto.v1.TrainingStarted;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * The columns of a training's row that its events move. A run that resumes goes back in steps, so its reports are ordered by
 * time; one terminal state is for good.
 */
record TrainingCourse(Changes changes, String training) {
    private static final String START = """
            INSERT INTO training_runs (id, status, worker, model, version, parameters, dataset_digest, dataset_items, step,
                                       total_steps, started_at, reported_at, software, start_checkpoint)
            VALUES (?, 'processing', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET
                status = 'processing', worker = excluded.worker, model = excluded.model, version = excluded.version,
                parameters = excluded.parameters, dataset_digest = excluded.dataset_digest,
                dataset_items = excluded.dataset_items, total_steps = excluded.total_steps,
                software = excluded.software, start_checkpoint = excluded.start_checkpoint,
                started_at = LEAST(training_runs.started_at, excluded.started_at),
                step = CASE WHEN training_runs.reported_at > excluded.reported_at
                            THEN training_runs.step ELSE excluded.step END,
                reported_at = GREATEST(training_runs.reported_at, excluded.reported_at)
            WHERE NOT training_runs.terminal""";

    private static final String PROGRESS = """
            INSERT INTO training_runs (id, status, step, total_steps, loss, images_per_second, reported_at)
            VALUES (?, 'processing', ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET
                status = 'processing', step = excluded.step, total_steps = excluded.total_steps, loss = excluded.loss,
                images_per_second = excluded.images_per_second, reported_at = excluded.reported_at
            WHERE NOT training_runs.terminal
              AND (training_runs.reported_at IS NULL OR excluded.reported_at >= training_runs.reported_at)""";

    private static final String FINISH = """
            INSERT INTO training_runs (id, status, step, loss, parity_error, model, version, checkpoint_digest, completed_at)
            VALUES (?, 'succeeded', ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET
                status = excluded.status, step = excluded.step, loss = excluded.loss,
                parity_error = excluded.parity_error, model = excluded.model, version = excluded.version,
                checkpoint_digest = excluded.checkpoint_digest, completed_at = excluded.completed_at
            WHERE NOT training_runs.terminal""";

    private static final String FAIL = """
            INSERT INTO training_runs (id, status, completed_at, error_code, error_message) VALUES (?, 'failed', ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET
                status = excluded.status, completed_at = excluded.completed_at, error_code = excluded.error_code,
                error_message = excluded.error_message
            WHERE NOT training_runs.terminal""";

    private static final String CANCEL = """
            INSERT INTO training_runs (id, status, step, completed_at, cancel_reason) VALUES (?, 'canceled', ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET
                status = excluded.status, step = excluded.step, completed_at = excluded.completed_at, cancel_reason = excluded.cancel_reason
            WHERE NOT training_runs.terminal""";

    private static final String OWN = """
            INSERT INTO blob_owners (sha256, tenant)
            SELECT sha256, ? FROM (VALUES (?), (?)) AS pictures (sha256) WHERE sha256 ~ '^[0-9a-f]{64}$'
            ON CONFLICT DO NOTHING""";

    private static final String KNOW = "INSERT INTO training_runs (id) VALUES (?) ON CONFLICT DO NOTHING";

    void started(TrainingStarted started, String worker, Instant at) throws SQLException {
        var dataSet = Decode.text(started.getDatasetDigest());
        if (dataSet.isPresent()) {
            new DataSets(changes).know(dataSet.get(), Optional.of(started.getDatasetItems()), Optional.empty());
        }
        change(
                START,
                training,
                worker,
                started.getModel(),
                started.getVersion(),
                started.getParameters(),
                dataSet,
                started.getDatasetItems(),
                started.getFromStep(),
                started.getTotalSteps(),
                at,
                at,
                new SoftwareRows(changes).know(started.getSoftware()),
                Decode.text(started.getStartCheckpoint()));
    }

    void progressed(TrainingProgressed progress, Instant at) throws SQLException {
        change(
                PROGRESS,
                training,
                progress.getStep(),
                progress.getTotalSteps(),
                progress.getLoss(),
                progress.getImagesPerSecond(),
                at);
    }

    void finished(TrainingFinished finished, Instant at) throws SQLException {
        var checkpoint = finished.getCheckpoint();
        new Checkpoints(changes).know(checkpoint.getDigest());
        change(
                FINISH,
                training,
                finished.getSteps(),
                finished.getLoss(),
                finished.getParityError(),
                checkpoint.getModel(),
                checkpoint.getVersion(),
                checkpoint.getDigest(),
                at);
    }

    void failed(TrainingFailed failed, Instant at) throws SQLException {
        change(FAIL, training, at, failed.getCode(), failed.getMessage());
    }

    void cancelled(TrainingCancelled cancelled, Instant at) throws SQLException {
        change(CANCEL, training, cancelled.getSteps(), at, cancelled.getReason());
    }

    void sampled(String tenant, TrainingSampled pictures) throws SQLException {
        known();
        if (!tenant.isEmpty()) {
            changes.append(OWN, tenant, pictures.getSamplesSha256(), pictures.getLossCurveSha256());
        }
    }

    void known() throws SQLException {
        change(KNOW, training);
    }

    private void change(String statement, Object... parameters) throws SQLException {
        changes.change(training, statement, parameters);
    }
}
