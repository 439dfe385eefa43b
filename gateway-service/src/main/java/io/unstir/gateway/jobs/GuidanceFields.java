package io.unstir.gateway.jobs;

import io.unstir.gateway.body.Fields;
import io.unstir.proto.v1.GuidanceSettings;
import java.util.Optional;

/** Over which part of the way guidance holds, and how much of the contrast it adds is taken back. */
final class GuidanceFields {
    private GuidanceFields() {}

    static Optional<GuidanceSettings> read(Fields fields) {
        var start = fields.number("guidance_start", 0, 1);
        var end = fields.number("guidance_end", 0, 1);
        var rescale = fields.number("guidance_rescale", 0, 1);
        if (!fields.gives("guidance_start", "guidance_end", "guidance_rescale")) {
            return Optional.empty();
        }
        if (start.orElse(0.0) >= end.orElse(1.0)) {
            fields.complain(
                    end.isPresent() ? "guidance_end" : "guidance_start",
                    "guidance_start below guidance_end",
                    "guidance_start must be below guidance_end; they are %s and %s"
                            .formatted(start.orElse(0.0), end.orElse(1.0)));
        }
        var settings = GuidanceSettings.newBuilder();
        start.ifPresent(settings::setIntervalStart);
        end.ifPresent(settings::setIntervalEnd);
        rescale.ifPresent(settings::setRescale);
        return Optional.of(settings.build());
    }
}
