package io.unstir.local.command;

import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which files are written. */
final class OutputOptions {
    @Spec(Spec.Target.MIXEE)
    CommandSpec command;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = {
                "The PNG, its parameters in it as text chunks; FILE-0.png, FILE-1.png, ... when there are several.",
                "Default: made of prompt and seed; none with --grid or --gif."
            })
    Path output;

    @Option(
            names = "--sidecar",
            description = "Write FILE.json beside each PNG: its parameters, its digest and where its lineage is.")
    boolean sidecar;

    @Option(
            names = "--grid",
            paramLabel = "FILE",
            description = "A contact sheet: all images on one PNG, each with its prompt or, of one prompt, its seed.")
    Path grid;

    @Option(
            names = "--columns",
            paramLabel = "N",
            description = "Images in a row of sheet and animation (default: as square as it goes, 6 at most).")
    Integer columns;

    @Option(
            names = "--gif",
            paramLabel = "FILE",
            description = "An animation of the way from noise: what each image was expected to become, step by step.")
    Path gif;

    @Option(
            names = "--scale",
            paramLabel = "N",
            description = "Draw each pixel as N x N pixels (default: 1; on a sheet and in an animation 3).")
    Integer scale;

    void check() {
        requirePositive("--columns", columns);
        requirePositive("--scale", scale);
        if (sidecar && !single()) {
            throw new ParameterException(
                    command.commandLine(), "--sidecar goes with files of single images; give -o FILE too");
        }
    }

    /** Whether each image gets a file of its own. */
    boolean single() {
        return output != null || grid == null && gif == null;
    }

    int scaleOfOne() {
        return scale == null ? 1 : scale;
    }

    int scaleOfMany() {
        return scale == null ? 3 : scale;
    }

    int columnsOf(int images) {
        return columns != null ? columns : Math.clamp((int) Math.ceil(Math.sqrt(images)), 1, 6);
    }

    private void requirePositive(String option, Integer value) {
        if (value != null && (value < 1 || value > 64)) {
            throw new ParameterException(command.commandLine(), option + " is " + value + ", it must be from 1 to 64");
        }
    }
}
