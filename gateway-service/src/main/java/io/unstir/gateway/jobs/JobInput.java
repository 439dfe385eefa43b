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
public record JobInput(
        @Schema(required = true, description = "The prompt") String prompt,

        @Schema(required = true, description = "Empty where there was none")
        String negativePrompt,

        @Schema(required = true, description = "How many images")
        int n,

        @Schema(required = true, description = "As given, or drawn")
        long seed,

        @Schema(required = true, description = "Of the reverse process")
        int steps,

        @Schema(required = true, description = "As given, or the model's")
        String solver,

        @Schema(required = true, description = "1 is off") double guidanceScale,

        @Schema(required = true, description = "DDIM's stochasticity")
        double eta,

        @Schema(required = true, description = "Where on the way the steps are")
        String timestepSpacing,

        @Schema(description = "DDPM's") String variance,
        @Schema(description = "Of unipc and ipndm") Integer order,

        @Schema(description = "Guidance holds from this part of the way")
        Double guidanceStart,

        @Schema(description = "Guidance holds to this part of the way")
        Double guidanceEnd,

        @Schema(description = "How much of the contrast that guidance adds is taken back")
        Double guidanceRescale,

        @Schema(description = "How the predicted image is kept where images are")
        String thresholding,

        @Schema(description = "With thresholding dynamic") Double thresholdPercentile,
        @Schema(description = "In pixels") Integer width,
        @Schema(description = "In pixels") Integer height,

        @Schema(description = "SHA-256 of the image it starts from")
        String initImage,

        @Schema(description = "SHA-256 of the mask") String mask,

        @Schema(description = "How much of the way is gone again")
        Double strength,

        Outpaint outpaint,

        @Schema(description = "How often each part of the way is gone")
        Integer resampleTimes,

        @Schema(description = "Of how many steps such a part is")
        Integer resampleJump,

        VariationOf variationOf,
        @Schema(description = "interactive or bulk") String priority,

        @Schema(description = "Steps from one preview of an image to the next")
        Integer previewEvery) {

    @JsonIgnoreProperties(ignoreUnknown = true)
    @Schema(name = "JobInputOutpaint")
    public record Outpaint(
            @Schema(description = "In pixels") int left,
            @Schema(description = "In pixels") int top,
            @Schema(description = "In pixels") int right,
            @Schema(description = "In pixels") int bottom) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    @Schema(name = "JobInputVariation")
    public record VariationOf(
            @Schema(description = "That image's seed") long seed,

            @Schema(description = "That image's index in its job")
            int image,

            @Schema(description = "How far from it") double strength) {}

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
                priority(request.getPriority()),
                given(request.getPreviewEvery()));
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
