package io.unstir.gateway.jobs;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.unstir.proto.v1.Priority;
import io.unstir.proto.v1.SamplingRequest;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What the pixels are a function of, besides the checkpoint, by the names of a submission. Settings that were not given are
 * not shown. Storage sends the same.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "JobInput")
record JobInput(
        String prompt,
        String negativePrompt,
        int n,
        long seed,
        int steps,
        String solver,
        double guidanceScale,
        double eta,
        String timestepSpacing,
        String variance,
        Integer order,
        Double guidanceStart,
        Double guidanceEnd,
        Double guidanceRescale,
        String thresholding,
        Double thresholdPercentile,
        Integer width,
        Integer height,
        String initImage,
        String mask,
        Double strength,
        Outpaint outpaint,
        Integer resampleTimes,
        Integer resampleJump,
        VariationOf variationOf,
        String priority) {
    @JsonIgnoreProperties(ignoreUnknown = true)
    @Schema(name = "JobInputOutpaint")
    record Outpaint(int left, int top, int right, int bottom) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    @Schema(name = "JobInputVariation")
    record VariationOf(long seed, int image, double strength) {}

    static JobInput of(SamplingRequest request) {
        var solver = request.getSolver();
        var guidance = request.getGuidance();
        var thresholding = request.getThresholding();
        var canvas = request.getCanvas();
        var image = request.getImage();
        return new JobInput(
                request.getPrompt(),
                request.getNegativePrompt(),
                request.getImageCount(),
                request.getSeed(),
                solver.getSteps(),
                solver.getName(),
                request.getGuidanceScale(),
                solver.getEta(),
                solver.getTimestepSpacing(),
                given(solver.getVariance()),
                given(solver.getOrder()),
                request.hasGuidance() ? Double.valueOf(guidance.getIntervalStart()) : null,
                request.hasGuidance() ? orOne(guidance.getIntervalEnd()) : null,
                request.hasGuidance() ? Double.valueOf(guidance.getRescale()) : null,
                given(thresholding.getKind()),
                given(thresholding.getPercentile()),
                given(canvas.getWidth()),
                given(canvas.getHeight()),
                given(image.getImageSha256()),
                given(image.getMaskSha256()),
                request.hasImage() ? orOne(image.getStrength()) : null,
                outpaint(request),
                given(image.getResampleTimes()),
                given(image.getResampleJump()),
                variationOf(request),
                priority(request.getPriority()));
    }

    private static Outpaint outpaint(SamplingRequest request) {
        if (!request.getImage().hasOutpaint()) {
            return null;
        }
        var margins = request.getImage().getOutpaint();
        return new Outpaint(margins.getLeft(), margins.getTop(), margins.getRight(), margins.getBottom());
    }

    private static VariationOf variationOf(SamplingRequest request) {
        if (!request.hasVariation()) {
            return null;
        }
        var variation = request.getVariation();
        return new VariationOf(variation.getOfSeed(), variation.getOfImage(), variation.getStrength());
    }

    private static String priority(Priority priority) {
        return switch (priority) {
            case INTERACTIVE, BULK -> priority.name().toLowerCase(Locale.ROOT);
            case PRIORITY_UNSPECIFIED, UNRECOGNIZED -> null;
        };
    }

    private static String given(String value) {
        return value.isEmpty() ? null : value;
    }

    private static Integer given(int value) {
        return value == 0 ? null : Integer.valueOf(value);
    }

    private static Double given(double value) {
        return value == 0 ? null : Double.valueOf(value);
    }

    /** In the job's record 0 means 1. */
    private static Double orOne(double value) {
        return value == 0 ? 1.0 : value;
    }
}
