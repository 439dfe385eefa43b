package io.unstir.storage.openlineage;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * A job as its rows tell it.
 *
 * @param checkpoint its digest
 * @param request what was asked, in Protobuf's JSON form
 * @param images in their order; those of a job that did not succeed are the ones it came to
 */
record SamplingRun(
        String id,
        String tenant,
        ModelName model,
        String checkpoint,
        JsonNode request,
        int attempt,
        Optional<String> worker,
        Optional<String> deviceClass,
        Optional<BuiltOf> software,
        Optional<Long> samplingMillis,
        Optional<String> errorCode,
        Optional<String> errorMessage,
        Optional<String> cancelReason,
        List<Image> images) {

    record Image(int index, String sha256, long sizeBytes, int width, int height, String deviceClass) {}

    SamplingRun withImages(List<Image> made) {
        return new SamplingRun(
                id,
                tenant,
                model,
                checkpoint,
                request,
                attempt,
                worker,
                deviceClass,
                software,
                samplingMillis,
                errorCode,
                errorMessage,
                cancelReason,
                made);
    }
}
