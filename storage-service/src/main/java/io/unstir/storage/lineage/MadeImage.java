package io.unstir.storage.lineage;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An image with the job that made it.
 *
 * @param codeRevision of the sampler; absent where it did not say
 * @param libraries its versions by name
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
        Optional<String> codeRevision,
        Optional<JsonNode> libraries,
        Instant producedAt,
        String job,
        String prompt,
        Instant submittedAt,
        Optional<Instant> completedAt,
        int attempt,
        JsonNode request,
        String checkpoint,
        String model) {

    /** The pictures that the job was given, by digest, and as what. */
    Map<String, String> given() {
        var given = new LinkedHashMap<String, String>();
        put(given, "image_sha256", "init image");
        put(given, "mask_sha256", "mask");
        return given;
    }

    private void put(Map<String, String> given, String field, String role) {
        var digest = request.path("image").path(field).asText();
        if (!digest.isEmpty()) {
            given.putIfAbsent(digest, role);
        }
    }
}
