package io.unstir.gateway.jobs;

import io.unstir.gateway.body.Fields;
import io.unstir.proto.v1.ThresholdingSettings;
import java.util.List;
import java.util.Optional;

/** How the predicted image is kept where images are. */
final class ThresholdingFields {
    private static final String DYNAMIC = "dynamic";
    private static final List<String> KINDS = List.of("clip", DYNAMIC, "none");

    private ThresholdingFields() {}

    static Optional<ThresholdingSettings> read(Fields fields) {
        var kind = fields.choice("thresholding", KINDS);
        var percentile = fields.numberAbove("threshold_percentile", 0.5, 1);
        if (percentile.isPresent() && !kind.equals(Optional.of(DYNAMIC))) {
            fields.complain(
                    "threshold_percentile",
                    "given together with thresholding \"dynamic\"",
                    "threshold_percentile needs thresholding \"dynamic\"");
        }
        var settings = ThresholdingSettings.newBuilder();
        percentile.ifPresent(settings::setPercentile);
        return kind.map(name -> settings.setKind(name).build());
    }
}
