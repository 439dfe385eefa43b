package io.unstir.storage.lineage;

import com.fasterxml.jackson.databind.JsonNode;
import io.unstir.proto.v1.TrainingLineage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the registry told of a checkpoint, or its bundle.
 *
 * @param name model and version, as the bundle says
 * @param publishedAt empty where only the bundle was there to tell
 * @param evaluations the newest first
 */
record UsedCheckpoint(
        String name,
        Optional<Instant> publishedAt,
        Optional<Instant> retiredAt,
        TrainingLineage lineage,
        List<Evaluation> evaluations) {

    UsedCheckpoint withEvaluations(List<Evaluation> found) {
        return new UsedCheckpoint(name, publishedAt, retiredAt, lineage, found);
    }

    /**
     * How near images of the checkpoint came to a data set.
     *
     * @param dataset its digest
     * @param floor what other real pictures reach
     * @param ceiling what noise reaches
     */
    record Evaluation(
            Instant evaluatedAt,
            String dataset,
            String classifierTask,
            double classifierAccuracy,
            String solver,
            int steps,
            double guidanceScale,
            long images,
            JsonNode scores,
            JsonNode floor,
            JsonNode ceiling) {}
}
