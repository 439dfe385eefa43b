package io.unstir.gateway.jobs;

import io.unstir.gateway.body.Fields;
import io.unstir.proto.v1.SolverSettings;
import java.util.List;
import java.util.Optional;

/** How the reverse process is solved, besides the solver's name, steps and eta. */
final class SolverFields {
    static final List<String> SOLVERS = List.of(
            "ddpm",
            "ddim",
            "euler",
            "euler-ancestral",
            "heun",
            "dpm++2m",
            "dpm++2m-sde",
            "dpm++3m",
            "unipc",
            "ipndm",
            "lcm");
    static final int MAX_ORDER = 4;

    private static final List<String> SPACINGS = List.of("leading", "trailing", "linspace", "karras", "log-snr");
    private static final List<String> VARIANCES = List.of("fixed-small", "fixed-large", "learned");

    private SolverFields() {}

    /** What is set here belongs to the solver that {@link ModelLimits} finds, which may be the model's. */
    static Optional<SolverSettings> read(Fields fields) {
        var settings = SolverSettings.newBuilder();
        fields.choice("timestep_spacing", SPACINGS).ifPresent(settings::setTimestepSpacing);
        fields.choice("variance", VARIANCES).ifPresent(settings::setVariance);
        fields.integer("order", 1, MAX_ORDER).map(Math::toIntExact).ifPresent(settings::setOrder);
        return fields.gives("timestep_spacing", "variance", "order") ? Optional.of(settings.build()) : Optional.empty();
    }
}
