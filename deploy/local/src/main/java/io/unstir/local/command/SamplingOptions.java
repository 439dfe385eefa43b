package io.unstir.local.command;

import io.unstir.local.api.JobRequest;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import picocli.CommandLine.Option;

/** How to sample. Values go to the gateway as they are: it knows the limits. */
final class SamplingOptions {
    @Option(
            names = {"-n", "--images"},
            paramLabel = "N",
            description = "Images of one prompt (default: 1).")
    Integer images;

    @Option(names = "--seed", paramLabel = "S", description = "The same seed gives the same image (default: any).")
    Long seed;

    @Option(names = "--steps", paramLabel = "K", description = "Denoising steps (default: the model's).")
    Integer steps;

    @Option(names = "--solver", paramLabel = "NAME", description = "ddim or ddpm (default: the model's).")
    String solver;

    @Option(names = "--guidance", paramLabel = "G", description = "How closely to follow the prompt; 1 is without.")
    Double guidance;

    @Option(names = "--negative", paramLabel = "TEXT", description = "What the image should not be.")
    String negative;

    @Option(names = "--model", paramLabel = "M", description = "emoji for its newest version, or emoji@1.")
    String model;

    JobRequest request(String prompt) {
        return new JobRequest(
                prompt,
                Optional.ofNullable(negative),
                Optional.ofNullable(model),
                images == null ? OptionalInt.empty() : OptionalInt.of(images),
                seed == null ? OptionalLong.empty() : OptionalLong.of(seed),
                steps == null ? OptionalInt.empty() : OptionalInt.of(steps),
                Optional.ofNullable(solver),
                guidance == null ? OptionalDouble.empty() : OptionalDouble.of(guidance));
    }
}
