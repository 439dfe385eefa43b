package io.unstir.trainer.config;

import io.unstir.trainer.config.DataSource.Folder;
import io.unstir.trainer.config.DataSource.Points;
import io.unstir.trainer.config.TrainingConfig.Data;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the {@code data} section: what a kind has no use for may not stand there. */
record DataReader(Section section, int divisor, Path base) {
    private static final int MOST_POINTS = 1_000_000;
    private static final long LARGEST_SEED = (1L << 53) - 1;
    private static final double MOST_HELD_OUT = 0.5;
    private static final String AUTO = "auto";
    private static final String IMAGE = "image";
    private static final List<String> KINDS = List.of(
            AUTO, "captions", "classes", "images", IMAGE, "swiss-roll", "two-moons", "eight-gaussians", "checkerboard");

    Data read() {
        String kind = section.choice("kind", AUTO, KINDS);
        String licence = section.text("licence", "unknown", Section.LINE);
        double heldOut = section.decimal("held_out", 0, 0, MOST_HELD_OUT);
        Optional<Points.Distribution> distribution = distribution(kind);
        Data data = distribution.isPresent()
                ? new Data(points(distribution.get(), kind), licence, 1, Colour.RGB, Fit.CROP, 0, 0, heldOut)
                : images(kind, licence, heldOut);
        section.close();
        return data;
    }

    private Data images(String kind, String licence, double heldOut) {
        int imageSize = section.integer("image_size", 32, 4, 1024);
        if (imageSize % divisor != 0) {
            section.fault("image_size", imageSize, "divisible by %d, for the network's levels".formatted(divisor));
        }
        return new Data(
                files(kind),
                licence,
                imageSize,
                Colour.valueOf(upper(section.choice("colour", "rgb", List.of("rgb", "grey")))),
                Fit.valueOf(upper(section.choice("fit", "crop", List.of("crop", "stretch", "pad")))),
                section.integer("max_tokens", 24, 3, 128),
                section.decimal("broken_limit", 0.05, 0, 1),
                heldOut);
    }

    private DataSource files(String kind) {
        boolean one = kind.equals(IMAGE) || kind.equals(AUTO) && section.has("file");
        return one ? new DataSource.Image(path("file")) : new Folder(path("folder"), Folder.Kind.valueOf(upper(kind)));
    }

    private DataSource points(Points.Distribution distribution, String kind) {
        if (divisor > 1) {
            section.fault("kind", kind, "used with network.kind mlp: a point has but one pixel");
        }
        return new Points(
                distribution,
                section.integer("points", 10_000, 2, MOST_POINTS),
                section.integer("seed", 1L, 0, LARGEST_SEED));
    }

    private Path path(String key) {
        return section.path(key, base).orElse(base);
    }

    private static Optional<Points.Distribution> distribution(String kind) {
        for (Points.Distribution distribution : Points.Distribution.values()) {
            if (kind.equals(distribution.name().toLowerCase(Locale.ROOT).replace('_', '-'))) {
                return Optional.of(distribution);
            }
        }
        return Optional.empty();
    }

    private static String upper(String choice) {
        return choice.toUpperCase(Locale.ROOT);
    }
}
