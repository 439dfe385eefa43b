package io.unstir.sampler.solver;

import io.unstir.sampler.noise.Noise;
import io.unstir.sampler.schedule.Step;
import java.util.List;
import java.util.Optional;

/** One way to go from x_t to the x of the time before. Knows nothing of models, sessions or jobs. */
public sealed interface Solver permits Ddim, Ddpm {
    /** The names {@link #named} knows. */
    List<String> NAMES = List.of("ddim", "ddpm");

    /** The solver a job asks for by name; {@code eta} is only DDIM's. */
    static Optional<Solver> named(String name, double eta) {
        return switch (name) {
            case "ddim" -> Optional.of(new Ddim(eta));
            case "ddpm" -> Optional.of(new Ddpm(Ddpm.Variance.FIXED_SMALL));
            default -> Optional.empty();
        };
    }

    /** Takes {@code x} over one step, in place. */
    void step(Step step, Denoised denoised, double[] x, Noise noise);
}
