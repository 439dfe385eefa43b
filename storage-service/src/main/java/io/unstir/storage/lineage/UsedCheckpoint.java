package io.unstir.storage.lineage;

import io.unstir.proto.v1.TrainingLineage;
import java.time.Instant;
import java.util.Optional;

/**
 * What the registry told of a checkpoint, or its bundle.
 *
 * @param publishedAt empty where only the bundle was there to tell
 */
record UsedCheckpoint(Optional<Instant> publishedAt, Optional<Instant> retiredAt, TrainingLineage lineage) {}
