package io.unstir.storage.job;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A job as the read API shows it.
 *
 * @param requestDigest of the request that submitted it, by which the gateway tells a repeated request from another one with its key
 */
record JobView(
        String id,
        String status,
        String model,
        String checkpoint,
        Optional<String> requestDigest,
        Input input,
        Progress progress,
        List<Image> images,
        Optional<Failure> error,
        Instant createdAt,
        Optional<Instant> startedAt,
        Optional<Instant> completedAt) {

    /**
     * What was asked.
     *
     * @param settings those that were given besides, by their names in a submission
     */
    record Input(
            String prompt,
            String negativePrompt,
            int n,
            long seed,
            int steps,
            String solver,
            double guidanceScale,
            double eta,
            String timestepSpacing,
            @JsonAnyGetter Map<String, Object> settings) {}

    /** @param value from 0 to 1 */
    record Progress(double value, int stepsDone, int stepsTotal) {}

    record Image(int index, String sha256, int width, int height, long seed) {}

    record Failure(String code, String message) {}

    JobView withImages(List<Image> found) {
        return new JobView(
                id,
                status,
                model,
                checkpoint,
                requestDigest,
                input,
                progress,
                found,
                error,
                createdAt,
                startedAt,
                completedAt);
    }
}
