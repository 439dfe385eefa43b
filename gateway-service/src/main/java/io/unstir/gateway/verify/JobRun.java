package io.unstir.gateway.verify;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What storage keeps of a job: all that its images are a function of, and what came of it.
 *
 * @param request in Protobuf's JSON form
 * @param error null where there was none
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record JobRun(
        String id,
        String status,
        String error,
        String model,
        String version,
        String checkpoint,
        JsonNode request,
        List<Image> images) {
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Image(int index, String sha256, String deviceClass) {
        /** Not made, or not yet. */
        static final Image NONE = new Image(-1, null, null);
    }

    /** Whether both were to make the same images. */
    boolean isOfTheSame(JobRun other) {
        return checkpoint.equals(other.checkpoint) && request.equals(other.request);
    }

    int indexOf(String sha256) {
        return images.stream()
                .filter(image -> image.sha256().equals(sha256))
                .findFirst()
                .orElse(Image.NONE)
                .index();
    }

    Image image(int index) {
        return images.stream()
                .filter(image -> image.index() == index)
                .findFirst()
                .orElse(Image.NONE);
    }
}
