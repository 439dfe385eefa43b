package io.unstir.local.command;

import static io.unstir.local.command.SamplingOptions.putIfGiven;

import java.util.Map;
import picocli.CommandLine.Option;

/** Which steps lead from noise to an image. */
final class SolverOptions {
    @Option(
            names = "--solver",
            paramLabel = "SOLVER",
            completionCandidates = Choices.Solvers.class,
            description = {
                "ddpm, ddim, euler, euler-ancestral, heun, dpm++2m, dpm++2m-sde, dpm++3m, unipc, ipndm or lcm",
                "(default: the model's)."
            })
    String solver;

    @Option(
            names = "--spacing",
            paramLabel = "SPACING",
            completionCandidates = Choices.Spacings.class,
            description = {
                "Where on the way the steps are: leading, trailing, linspace, karras or log-snr",
                "(default: the model's)."
            })
    String spacing;

    @Option(names = "--eta", paramLabel = "E", description = "How much noise ddim adds: 0 none (default), 1 as ddpm.")
    Double eta;

    @Option(
            names = "--variance",
            paramLabel = "VARIANCE",
            completionCandidates = Choices.Variances.class,
            description = "Of ddpm: fixed-small (default), fixed-large or learned.")
    String variance;

    @Option(names = "--order", paramLabel = "N", description = "Of unipc (1 to 3) and ipndm (1 to 4).")
    Integer order;

    void put(Map<String, Object> settings) {
        putIfGiven(settings, "solver", solver);
        putIfGiven(settings, "timestep_spacing", spacing);
        putIfGiven(settings, "eta", eta);
        putIfGiven(settings, "variance", variance);
        putIfGiven(settings, "order", order);
    }
}
