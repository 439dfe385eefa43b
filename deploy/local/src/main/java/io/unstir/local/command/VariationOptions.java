package io.unstir.local.command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Noise near that of an image that exists. */
final class VariationOptions {
    @Option(
            names = "--vary",
            paramLabel = "SEED[:IMAGE]",
            required = true,
            converter = OfConverter.class,
            description = "Stay near the image of this seed (and of this index in its job, default: 0).")
    Of of;

    @Option(
            names = "--vary-strength",
            paramLabel = "S",
            description = "How far from it: 0 the same image, 1 one of its own (default: 0.3).")
    Double strength;

    void put(Map<String, Object> settings) {
        var variation = new LinkedHashMap<String, Object>();
        variation.put("seed", of.seed());
        of.image().ifPresent(image -> variation.put("image", image));
        SamplingOptions.putIfGiven(variation, "strength", strength);
        settings.put("variation_of", variation);
    }

    record Of(long seed, Optional<Integer> image) {}

    static final class OfConverter implements ITypeConverter<Of> {
        private static final Pattern NOTATION = Pattern.compile("(\\d{1,18})(?::(\\d{1,9}))?");

        @Override
        public Of convert(String text) {
            var found = NOTATION.matcher(text);
            if (!found.matches()) {
                throw new TypeConversionException(
                        "'" + text + "' is not SEED or SEED:IMAGE with whole numbers, such as 7:2");
            }
            return new Of(
                    Long.parseLong(found.group(1)),
                    Optional.ofNullable(found.group(2)).map(Integer::valueOf));
        }
    }
}
