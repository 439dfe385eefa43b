package io.unstir.gateway.verify;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.unstir.proto.v1.VerifiedImage;
import java.time.Instant;

/**
 * What is known of an image being made again. Null is what is not known, not yet or not at all.
 *
 * @param error of the job that makes it again
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record StoredVerification(
        String image,
        String original,
        String job,
        String status,
        String error,
        String outcome,
        String actual,
        String originalDeviceClass,
        String actualDeviceClass,
        Integer largestDifference,
        String notCompared,
        Instant requestedAt,
        Instant decidedAt) {

    /** One that storage has not read yet. */
    static StoredVerification queued(VerifiedImage image, String job) {
        return new StoredVerification(
                image.getSha256(),
                image.getJobId(),
                job,
                "queued",
                null,
                "pending",
                null,
                image.getDeviceClass(),
                null,
                null,
                null,
                null,
                null);
    }

    /** In a sentence, so that whoever shows it says the same. */
    String report() {
        return switch (outcome) {
            case "equal" -> "Made again, the file has the same SHA-256.";
            case "different" -> "Made again on %s, the file has another SHA-256; %s.".formatted(place(), difference());
            case "inconclusive" ->
                "Nothing is proven: the job that should make it again %s%s."
                        .formatted(
                                status.equals("canceled") ? "was canceled" : status,
                                error == null ? "" : ", " + error.replaceFirst("\\.$", ""));
            default -> "Not made again yet.";
        };
    }

    private String place() {
        return actualDeviceClass.equals(originalDeviceClass)
                ? "the same device class"
                : "another device class, for which equality is not promised (%s before, %s now)"
                        .formatted(originalDeviceClass, actualDeviceClass);
    }

    private String difference() {
        if (notCompared != null) {
            return "the pictures could not be compared: " + notCompared;
        }
        if (largestDifference == null) {
            return "the pictures are being compared";
        }
        return largestDifference == 0
                ? "the pictures are the same, pixel by pixel"
                : "the largest difference of a pixel is %d of 255".formatted(largestDifference);
    }
}
