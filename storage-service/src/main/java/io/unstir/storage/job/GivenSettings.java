package io.unstir.storage.job;

import io.unstir.proto.v1.GuidanceSettings;
import io.unstir.proto.v1.ImageConditioning;
import io.unstir.proto.v1.Margins;
import io.unstir.proto.v1.Priority;
import io.unstir.proto.v1.SamplingRequest;
import io.unstir.proto.v1.SolverSettings;
import io.unstir.proto.v1.ThresholdingSettings;
import io.unstir.proto.v1.Variation;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The settings that not every request gives, under the names and in the order they have in a submission. */
final class GivenSettings {
    private final Map<String, Object> settings = new LinkedHashMap<>();

    private GivenSettings() {}

    static Map<String, Object> of(SamplingRequest request) {
        var given = new GivenSettings();
        given.solver(request.getSolver());
        if (request.hasGuidance()) {
            given.guidance(request.getGuidance());
        }
        if (request.hasThresholding()) {
            given.thresholding(request.getThresholding());
        }
        if (request.hasCanvas()) {
            given.settings.put("width", request.getCanvas().getWidth());
            given.settings.put("height", request.getCanvas().getHeight());
        }
        if (request.hasImage()) {
            given.image(request.getImage());
        }
        if (request.hasVariation()) {
            given.settings.put("variation_of", variation(request.getVariation()));
        }
        given.priority(request.getPriority());
        given.positive("preview_every", request.getPreviewEvery());
        return given.settings;
    }

    private void solver(SolverSettings solver) {
        text("variance", solver.getVariance());
        positive("order", solver.getOrder());
    }

    private void guidance(GuidanceSettings guidance) {
        settings.put("guidance_start", guidance.getIntervalStart());
        settings.put("guidance_end", guidance.getIntervalEnd() == 0 ? 1.0 : guidance.getIntervalEnd());
        settings.put("guidance_rescale", guidance.getRescale());
    }

    private void thresholding(ThresholdingSettings thresholding) {
        settings.put("thresholding", thresholding.getKind());
        if (thresholding.getPercentile() > 0) {
            settings.put("threshold_percentile", thresholding.getPercentile());
        }
    }

    private void image(ImageConditioning image) {
        settings.put("init_image", image.getImageSha256());
        text("mask", image.getMaskSha256());
        settings.put("strength", image.getStrength() == 0 ? 1.0 : image.getStrength());
        if (image.hasOutpaint()) {
            settings.put("outpaint", margins(image.getOutpaint()));
        }
        positive("resample_times", image.getResampleTimes());
        positive("resample_jump", image.getResampleJump());
    }

    private static Map<String, Object> margins(Margins margins) {
        var sides = new LinkedHashMap<String, Object>();
        sides.put("left", margins.getLeft());
        sides.put("top", margins.getTop());
        sides.put("right", margins.getRight());
        sides.put("bottom", margins.getBottom());
        return sides;
    }

    private static Map<String, Object> variation(Variation variation) {
        var of = new LinkedHashMap<String, Object>();
        of.put("seed", variation.getOfSeed());
        of.put("image", variation.getOfImage());
        of.put("strength", variation.getStrength());
        return of;
    }

    private void priority(Priority priority) {
        switch (priority) {
            case INTERACTIVE, BULK -> settings.put("priority", priority.name().toLowerCase(Locale.ROOT));
            // Not given, or a priority newer than this code.
            case PRIORITY_UNSPECIFIED, UNRECOGNIZED -> {}
        }
    }

    private void text(String name, String value) {
        if (!value.isEmpty()) {
            settings.put(name, value);
        }
    }

    private void positive(String name, int value) {
        if (value > 0) {
            settings.put(name, value);
        }
    }
}
