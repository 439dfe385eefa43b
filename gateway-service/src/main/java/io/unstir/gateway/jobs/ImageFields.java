package io.unstir.gateway.jobs;

import io.unstir.gateway.body.Fields;
import io.unstir.gateway.images.ImageDigest;
import io.unstir.proto.v1.ImageConditioning;
import io.unstir.proto.v1.Margins;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/** The image that the result starts from or keeps parts of, and how. All of it is about {@code init_image}. */
final class ImageFields {
    static final int MAX_RESAMPLING = 20;

    /** Enough of the way to change much of an image, and enough left to recognise it. */
    private static final double STRENGTH = 0.75;

    /** Where a mask or margins say what is made anew, that is made from noise. */
    private static final double STRENGTH_OF_A_PART = 1;

    private static final List<String> ABOUT_THE_IMAGE =
            List.of("mask", "strength", "outpaint", "resample_times", "resample_jump");

    private ImageFields() {}

    static Optional<ImageConditioning> read(Fields fields) {
        var image = ImageConditioning.newBuilder();
        var digest = fields.matching("init_image", ImageDigest.PATTERN, ImageDigest.LIMIT);
        fields.matching("mask", ImageDigest.PATTERN, ImageDigest.LIMIT).ifPresent(image::setMaskSha256);
        var strength = fields.numberAbove("strength", 0, 1);
        fields.object("outpaint").map(ImageFields::margins).ifPresent(image::setOutpaint);
        resampling(fields, "resample_times", image::setResampleTimes);
        resampling(fields, "resample_jump", image::setResampleJump);
        if (image.hasOutpaint() && image.getOutpaint().equals(Margins.getDefaultInstance())) {
            fields.complain(
                    "outpaint",
                    "at least one side above 0",
                    "outpaint must name at least one side with pixels above 0");
        }
        ABOUT_THE_IMAGE.forEach(field -> fields.requireTogether(field, "init_image"));
        boolean aPart = fields.gives("mask", "outpaint");
        image.setStrength(strength.orElse(aPart ? STRENGTH_OF_A_PART : STRENGTH));
        return digest.map(sha256 -> image.setImageSha256(sha256).build());
    }

    private static void resampling(Fields fields, String field, IntConsumer set) {
        fields.integer(field, 1, MAX_RESAMPLING).map(Math::toIntExact).ifPresent(set::accept);
    }

    /** {@link ModelLimits} bounds them, since what they are measured by is the model's size. */
    private static Margins margins(Fields sides) {
        var margins = Margins.newBuilder();
        side(sides, "left", margins::setLeft);
        side(sides, "top", margins::setTop);
        side(sides, "right", margins::setRight);
        side(sides, "bottom", margins::setBottom);
        return margins.build();
    }

    private static void side(Fields sides, String field, IntConsumer set) {
        sides.integer(field, 0, CanvasFields.MAX_SIDE).map(Math::toIntExact).ifPresent(set::accept);
    }
}
