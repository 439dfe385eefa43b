package io.unstir.storage.openlineage;

import java.util.Optional;

/**
 * A training as its row tells it.
 *
 * @param model absent where it ended before it began
 * @param startCheckpoint whose weights it began with
 * @param checkpoint what it made
 */
record TrainingRun(
        String id,
        Optional<String> tenant,
        Optional<ModelName> model,
        Optional<String> config,
        Optional<Long> parameters,
        Optional<DataSet> dataSet,
        Optional<String> startCheckpoint,
        Optional<String> worker,
        Optional<BuiltOf> software,
        Optional<Long> totalSteps,
        long steps,
        Optional<Double> loss,
        Optional<Double> parityError,
        Optional<String> checkpoint,
        Optional<String> errorCode,
        Optional<String> errorMessage,
        Optional<String> cancelReason) {

    record DataSet(String digest, Optional<Long> items) {}
}
