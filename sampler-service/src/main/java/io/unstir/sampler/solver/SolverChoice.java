package io.unstir.sampler.solver;

import java.util.List;
import java.util.Optional;

/**
 * A solver as a job asks for it.
 *
 * @param eta DDIM's, 0 for every other
 * @param variance DDPM's: "fixed-small", "fixed-large", "learned", or empty
 * @param order of unipc (1 to 3) or ipndm (1 to 4), or 0
 */
public record SolverChoice(String name, double eta, String variance, int order) {
    /** The names {@link #solver} knows. */
    public static final List<String> NAMES = List.of(
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

    /** With every setting as it is by default. */
    public static SolverChoice of(String name) {
        return new SolverChoice(name, 0, "", 0);
    }

    /** Empty where no solver has that name. @throws IllegalArgumentException when a setting is out of its limits or not this solver's */
    public Optional<Solver> solver() {
        requireOwn("eta", eta != 0, eta, "ddim");
        requireOwn("variance", !variance.isEmpty(), variance, "ddpm");
        requireOwn("order", order != 0, order, "unipc", "ipndm");
        return Optional.ofNullable(
                switch (name) {
                    case "ddpm" -> new Ddpm(ddpmVariance());
                    case "ddim" -> new Ddim(eta);
                    case "euler" -> new Euler();
                    case "euler-ancestral" -> new EulerAncestral();
                    case "heun" -> new Heun();
                    case "dpm++2m" -> new DpmPlusPlus(2, true);
                    case "dpm++2m-sde" -> new DpmPlusPlusSde(2);
                    case "dpm++3m" -> new DpmPlusPlus(3, true);
                    case "unipc" -> new UniPc(order == 0 ? 2 : order, true);
                    case "ipndm" -> new IPndm(order == 0 ? 4 : order);
                    case "lcm" -> new Lcm();
                    default -> null;
                });
    }

    private Ddpm.Variance ddpmVariance() {
        return switch (variance) {
            case "", "fixed-small" -> Ddpm.Variance.FIXED_SMALL;
            case "fixed-large" -> Ddpm.Variance.FIXED_LARGE;
            case "learned" -> Ddpm.Variance.LEARNED;
            default ->
                throw new IllegalArgumentException(
                        "variance must be fixed-small, fixed-large or learned (got " + variance + ")");
        };
    }

    private void requireOwn(String field, boolean given, Object value, String... solvers) {
        if (given && NAMES.contains(name) && !List.of(solvers).contains(name)) {
            throw new IllegalArgumentException("%s is a setting of %s, not of %s (got %s)"
                    .formatted(field, String.join(" and ", solvers), name, value));
        }
    }
}
