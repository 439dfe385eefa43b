package io.unstir.storage.lineage;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * All that a job's images are a function of, with which it can be run again, and what came of it.
 *
 * @param checkpoint its digest
 * @param request in Protobuf's JSON form
 */
record JobRun(
        String id,
        String status,
        Optional<String> error,
        String model,
        String version,
        String checkpoint,
        JsonNode request,
        List<Image> images) {

    /** @param deviceClass within which the same run gives the same bytes */
    record Image(int index, String sha256, String deviceClass) {}

    JobRun withImages(List<Image> found) {
        return new JobRun(id, status, error, model, version, checkpoint, request, found);
    }
}
