package io.unstir.local.command;

import io.unstir.local.api.ImageSample;
import io.unstir.local.api.Verification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What became of a sample.
 *
 * @param verified in the order of the sample's images
 */
record SampleReport(ImageSample sample, List<Verification> verified, Duration elapsed) {
    private static final List<String> OUTCOMES = List.of("equal", "different", "inconclusive");

    boolean isAllEqual() {
        return verified.stream().allMatch(Verification::isEqual);
    }

    /** A table of the outcomes, and a line for each image that is not equal. */
    List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add(String.format(Locale.ROOT, "%d images, seed %d, %.1f s", verified.size(), sample.seed(), seconds()));
        OUTCOMES.forEach(outcome -> lines.add(String.format(Locale.ROOT, "  %-12s  %5d", outcome, count(outcome))));
        verified.stream()
                .filter(verification -> !verification.isEqual())
                .forEach(verification -> lines.add(verification.outcome() + "  " + verification.image() + "  job "
                        + verification.job() + "  " + verification.report()));
        return lines;
    }

    Map<String, Object> document() {
        var document = new LinkedHashMap<String, Object>();
        document.put("seed", sample.seed());
        document.put("images", verified.size());
        OUTCOMES.forEach(outcome -> document.put(outcome, count(outcome)));
        document.put("seconds", seconds());
        document.put(
                "verifications", verified.stream().map(Verification::document).toList());
        return document;
    }

    private long count(String outcome) {
        return verified.stream()
                .filter(verification -> verification.outcome().equals(outcome))
                .count();
    }

    private double seconds() {
        return elapsed.toMillis() / 1e3;
    }
}
