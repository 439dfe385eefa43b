package io.unstir.gateway.jobs;

import io.unstir.gateway.body.Fields;
import io.unstir.proto.v1.CanvasSize;
import java.util.Optional;

/** The image's size. A side that is not given is 0 here and becomes the model's; {@link ModelLimits} bounds the others. */
final class CanvasFields {
    static final int MAX_SIDE = 65_536;

    private CanvasFields() {}

    static Optional<CanvasSize> read(Fields fields) {
        var size = CanvasSize.newBuilder();
        fields.integer("width", 1, MAX_SIDE).map(Math::toIntExact).ifPresent(size::setWidth);
        fields.integer("height", 1, MAX_SIDE).map(Math::toIntExact).ifPresent(size::setHeight);
        return fields.gives("width", "height") ? Optional.of(size.build()) : Optional.empty();
    }
}
