package io.unstir.local.command;

import static io.unstir.local.command.SamplingOptions.putIfGiven;

import io.unstir.local.image.ImageFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What the image starts from, which part of it is made anew, and how large it is. */
final class ImageOptions {
    @Option(names = "--init", paramLabel = "IMG", description = "Start from this PNG, JPEG or WebP file.")
    Path init;

    @Option(
            names = "--strength",
            paramLabel = "S",
            description = {
                "How much of --init to forget: near 0 little, 1 all",
                "(default: 0.75; 1 with --mask or --outpaint)."
            })
    Double strength;

    @Option(
            names = "--mask",
            paramLabel = "IMG",
            description = "Make anew what is white in this file and keep what is black.")
    Path mask;

    @Option(
            names = "--outpaint",
            paramLabel = "L,T,R,B",
            converter = PixelNotation.ToMargins.class,
            description = "Make so many pixels left, top, right and bottom of --init.")
    PixelNotation.Margins outpaint;

    @Option(
            names = "--resample",
            paramLabel = "N[:JUMP]",
            converter = PixelNotation.ToResampling.class,
            description = "Go each part of JUMP steps N times, so that what is made fits what is kept.")
    PixelNotation.Resampling resample;

    @Option(
            names = "--size",
            paramLabel = "WxH",
            converter = PixelNotation.ToSize.class,
            description = "Pixels, from the model's size (default) to 4 times that.")
    PixelNotation.Size size;

    /** Reads the files, before anything is started: one that is not there shall cost no time. */
    ImageFiles files() {
        return new ImageFiles(
                Optional.ofNullable(init).map(file -> ImageFile.read("--init", file)),
                Optional.ofNullable(mask).map(file -> ImageFile.read("--mask", file)));
    }

    void put(Map<String, Object> settings) {
        putIfGiven(settings, "strength", strength);
        if (outpaint != null) {
            settings.put("outpaint", outpaint.document());
        }
        if (resample != null) {
            settings.put("resample_times", resample.times());
            resample.jump().ifPresent(jump -> settings.put("resample_jump", jump));
        }
        if (size != null) {
            settings.put("width", size.width());
            settings.put("height", size.height());
        }
    }
}
