package io.unstir.storage.lineage;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/**
 * An image with the job that made it.
 *
 * @param request what was asked, in Protobuf's JSON form
 * @param checkpoint digest of what the job was tied to
 * @param model its name then
 */
record MadeImage(
        String sha256,
        int index,
        int width,
        int height,
        long sizeBytes,
        String deviceClass,
        String worker,
        Instant producedAt,
        String job,
        String prompt,
        Instant submittedAt,
        Optional<Instant> completedAt,
        int attempt,
        JsonNode request,
        String checkpoint,
        String model) {}
