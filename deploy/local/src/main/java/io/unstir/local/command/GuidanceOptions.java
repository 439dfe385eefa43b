package io.unstir.local.command;

import static io.unstir.local.command.SamplingOptions.putIfGiven;

import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How closely the prompt is followed, where, and what is done about too much of it. */
final class GuidanceOptions {
    @Option(names = "--guidance", paramLabel = "G", description = "How closely to follow the prompt; 1 is without.")
    Double guidance;

    @Option(
            names = "--guidance-interval",
            paramLabel = "A:B",
            converter = IntervalConverter.class,
            description = "Guide on this part of the way only: 0 is noise, 1 the image (default: 0:1).")
    Interval interval;

    @Option(
            names = "--guidance-rescale",
            paramLabel = "PHI",
            description = "Take back the contrast that guidance adds: 0 nothing (default) to 1 all.")
    Double rescale;

    @Option(
            names = "--threshold",
            paramLabel = "KIND",
            completionCandidates = Choices.Thresholds.class,
            description = "Keep colours in range by clip (default), dynamic or none.")
    String threshold;

    void put(Map<String, Object> settings) {
        putIfGiven(settings, "guidance_scale", guidance);
        if (interval != null) {
            settings.put("guidance_start", interval.start());
            settings.put("guidance_end", interval.end());
        }
        putIfGiven(settings, "guidance_rescale", rescale);
        putIfGiven(settings, "thresholding", threshold);
    }

    record Interval(double start, double end) {}

    static final class IntervalConverter implements ITypeConverter<Interval> {
        @Override
        public Interval convert(String text) {
            String[] ends = text.split(":", -1);
            try {
                if (ends.length == 2) {
                    return new Interval(Double.parseDouble(ends[0]), Double.parseDouble(ends[1]));
                }
            } catch (NumberFormatException e) {
                // Said below.
            }
            throw new TypeConversionException("'" + text + "' is not A:B with two numbers, such as 0.2:0.8");
        }
    }
}
