package io.unstir.storage.training;

import java.time.Instant;
import java.util.Optional;

/** A training run as the read API shows it. */
record TrainingView(
        String id,
        String status,
        Optional<String> model,
        long step,
        Optional<Long> totalSteps,
        Optional<Double> loss,
        Optional<Double> imagesPerSecond,
        Optional<Checkpoint> checkpoint,
        Optional<Failure> error,
        Optional<Instant> createdAt,
        Optional<Instant> startedAt,
        Optional<Instant> completedAt) {

    record Checkpoint(String model, String version, String digest) {}

    record Failure(String code, String message) {}
}
