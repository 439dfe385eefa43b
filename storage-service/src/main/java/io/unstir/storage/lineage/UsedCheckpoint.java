package io.unstir.storage.lineage;

import io.unstir.proto.v1.TrainingLineage;
import java.time.Instant;
import java.util.Optional;

/** What the registry told of a checkpoint. */
record UsedCheckpoint(Instant publishedAt, Optional<Instant> retiredAt, TrainingLineage lineage) {}
