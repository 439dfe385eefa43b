package io.unstir.gateway.verify;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import io.unstir.proto.v1.VerifiedImage;
import java.util.List;

/**
 * What storage keeps of a job: all that its images are a function of, and the images.
 *
 * @param request in Protobuf's JSON form
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record JobRun(String id, String model, String version, String checkpoint, JsonNode request, List<Image> images) {
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Image(int index, String sha256, String deviceClass) {}

    /** As a job that makes the image again names it. */
    VerifiedImage verified(String sha256) {
        var made = images.stream()
                .filter(image -> image.sha256().equals(sha256))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("job %s did not make %s".formatted(id, sha256)));
        return VerifiedImage.newBuilder()
                .setSha256(sha256)
                .setJobId(id)
                .setIndex(made.index())
                .setDeviceClass(made.deviceClass())
                .build();
    }
}
