package io.unstir.storage.topic;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.unstir.proto.v1.CheckpointEvaluated;
import io.unstir.proto.v1.EvaluationScores;
import java.sql.SQLException;
import java.util.Optional;

/** Writes {@code checkpoint_evaluations}: the newest word on one checkpoint, data set, classifier and way of sampling. */
record CheckpointEvaluations(Changes changes) {
    private static final String KEEP = """
            INSERT INTO checkpoint_evaluations (checkpoint_digest, dataset_digest, classifier_digest, solver, steps,
                                                guidance_scale, seed, images, model, version, reference_pictures,
                                                classifier_task, classifier_accuracy, scores, floor_scores, ceiling_scores,
                                                evaluated_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?::jsonb, ?)
            ON CONFLICT (checkpoint_digest, dataset_digest, classifier_digest, solver, steps, guidance_scale, seed, images)
            DO UPDATE SET
                model = excluded.model, version = excluded.version, reference_pictures = excluded.reference_pictures,
                classifier_task = excluded.classifier_task, classifier_accuracy = excluded.classifier_accuracy,
                scores = excluded.scores, floor_scores = excluded.floor_scores, ceiling_scores = excluded.ceiling_scores,
                evaluated_at = excluded.evaluated_at
            WHERE excluded.evaluated_at >= checkpoint_evaluations.evaluated_at""";

    void keep(TopicRecord record) throws SQLException, UnreadableRecord {
        var event = Decode.message(CheckpointEvaluated.parser(), record);
        var checkpoint =
                Decode.required("checkpoint.digest", event.getCheckpoint().getDigest());
        var dataSet = Decode.required("dataset_digest", event.getDatasetDigest());
        var classifier = Decode.required("classifier_digest", event.getClassifierDigest());
        var solver = Decode.required("solver", event.getSolver());
        new DataSets(changes).know(dataSet, Optional.empty(), Optional.empty());
        // All evaluations of a checkpoint count as one row, which keeps them in their order.
        changes.change(
                checkpoint,
                KEEP,
                checkpoint,
                dataSet,
                classifier,
                solver,
                event.getSteps(),
                event.getGuidanceScale(),
                event.getSeed(),
                event.getImages(),
                Decode.text(event.getCheckpoint().getModel()),
                Decode.text(event.getCheckpoint().getVersion()),
                event.getReferencePictures(),
                event.getClassifierTask(),
                event.getClassifierAccuracy(),
                json(event.getScores()),
                json(event.getFloor()),
                json(event.getCeiling()),
                Decode.time(event.hasOccurredAt(), event.getOccurredAt(), record));
    }

    private static String json(EvaluationScores scores) throws UnreadableRecord {
        try {
            return JsonFormat.printer()
                    .preservingProtoFieldNames()
                    .alwaysPrintFieldsWithNoPresence()
                    .omittingInsignificantWhitespace()
                    .print(scores);
        } catch (InvalidProtocolBufferException e) {
            throw new UnreadableRecord("the scores have no JSON form: " + e.getMessage());
        }
    }
}
