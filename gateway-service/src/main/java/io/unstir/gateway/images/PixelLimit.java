package io.unstir.gateway.images;

import io.unstir.gateway.problem.FieldError;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;

/** How large an uploaded image may be in pixels: as large as samplers take one. */
final class PixelLimit {
    private static final int LONGEST = 8192;
    private static final int MOST_PIXELS = 16 << 20;

    private PixelLimit() {}

    /** Ends the request where the image is larger. */
    static void require(ImageHeader image) {
        var errors = new ArrayList<FieldError>();
        side("width", image.width(), errors);
        side("height", image.height(), errors);
        if (errors.isEmpty() && image.pixels() > MOST_PIXELS) {
            errors.add(error("pixels", image.pixels(), "at most %d pixels".formatted(MOST_PIXELS)));
        }
        ProblemException.throwIfAny(ProblemCode.IMAGE_TOO_LARGE, List.copyOf(errors));
    }

    private static void side(String field, long side, List<FieldError> errors) {
        if (side > LONGEST) {
            errors.add(error(field, side, "at most %d pixels".formatted(LONGEST)));
        }
    }

    private static FieldError error(String field, long value, String limit) {
        String what = field.equals("pixels") ? "in all" : field.equals("width") ? "wide" : "high";
        return new FieldError(
                field, Long.toString(value), limit, "The image may be %s %s and is %d".formatted(limit, what, value));
    }
}
