package io.unstir.gateway.jobs;

import io.unstir.gateway.body.Fields;
import io.unstir.proto.v1.Variation;
import java.util.Optional;

/** An image that exists, by seed and index, and how far from its noise this job's lies. */
final class VariationFields {
    /** Near enough to be seen as the same motif. */
    private static final double STRENGTH = 0.3;

    private VariationFields() {}

    static Optional<Variation> read(Fields fields) {
        return fields.object("variation_of").map(VariationFields::variation);
    }

    private static Variation variation(Fields of) {
        var variation = Variation.newBuilder();
        of.require("seed", "a whole number from 0 to " + JobRequest.MAX_SEED)
                .integer("seed", 0, JobRequest.MAX_SEED)
                .ifPresent(variation::setOfSeed);
        of.integer("image", 0, JobRequest.MAX_IMAGES - 1).map(Math::toIntExact).ifPresent(variation::setOfImage);
        return variation
                .setStrength(of.number("strength", 0, 1).orElse(STRENGTH))
                .build();
    }
}
