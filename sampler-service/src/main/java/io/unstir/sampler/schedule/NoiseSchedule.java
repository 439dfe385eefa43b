package io.unstir.sampler.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How much of the image is left at each training time, as the bundle gives it in numbers.
 *
 * @param nodes for t = 0 .. T-1, each with less of the image than the one before; only the last may have none
 */
public record NoiseSchedule(List<Node> nodes) {
    public NoiseSchedule {
        nodes = List.copyOf(nodes);
    }

    /** Of Ho et al. 2020. @param alphasCumprod abar_t, falling, below 1 and above 0; the last may be 0 (Lin et al. 2023, section 3.1) */
    public static NoiseSchedule ofAlphasCumprod(List<Double> alphasCumprod) {
        requireSome("schedule.alphas_cumprod", alphasCumprod);
        var nodes = new ArrayList<Node>();
        double previous = 1;
        for (int t = 0; t < alphasCumprod.size(); t++) {
            double value = alphasCumprod.get(t);
            boolean last = t == alphasCumprod.size() - 1;
            if (!((value > 0 || value == 0 && last) && value <= previous && value < 1)) {
                throw new IllegalArgumentException(
                        "schedule.alphas_cumprod[%d] must lie above 0, below 1 and not above the value before it (got %s after %s)"
                                .formatted(t, value, previous));
            }
            nodes.add(Node.of(t, value));
            previous = value;
        }
        return new NoiseSchedule(nodes);
    }

    /** Of a rectified flow (Liu et al. 2022): x_t = (1 - s) x0 + s epsilon. @param sigmas s for each t, rising, above 0 and at most 1 */
    public static NoiseSchedule ofFlow(List<Double> sigmas) {
        requireSome("schedule.flow_sigmas", sigmas);
        var nodes = new ArrayList<Node>();
        double previous = 0;
        for (int t = 0; t < sigmas.size(); t++) {
            double noise = sigmas.get(t);
            if (!(noise > previous && noise <= 1)) {
                throw new IllegalArgumentException(
                        "schedule.flow_sigmas[%d] must lie above the value before it and not above 1 (got %s after %s)"
                                .formatted(t, noise, previous));
            }
            nodes.add(flow(t, noise));
            previous = noise;
        }
        return new NoiseSchedule(nodes);
    }

    /** T. */
    public int trainingSteps() {
        return nodes.size();
    }

    public Node at(int timestep) {
        return nodes.get(timestep);
    }

    /** Whether the last training time is noise alone. */
    public boolean startsAtNoise() {
        return nodes.getLast().isNoise();
    }

    /** Between the training times, sigma is interpolated linearly; of a flow, s. */
    Node between(double timestep) {
        int below = (int) timestep;
        double part = timestep - below;
        if (part == 0) {
            return at(below);
        }
        Node low = at(below);
        Node high = at(below + 1);
        if (isFlow()) {
            return flow(timestep, flowSigma(low) + part * (flowSigma(high) - flowSigma(low)));
        }
        if (high.isNoise()) {
            return Node.of(timestep, low.alphaBar() * (1 - part));
        }
        return ofSigma(timestep, low.sigma() + part * (high.sigma() - low.sigma()));
    }

    /** When there is this much noise: the logarithm of sigma is linear in t between two training times. */
    public double timestep(double sigma) {
        double[] logs =
                nodes.stream().mapToDouble(node -> StrictMath.log(node.sigma())).toArray();
        double log = StrictMath.log(sigma);
        int found = Arrays.binarySearch(logs, log);
        if (found >= 0) {
            return found;
        }
        int above = -found - 1;
        if (above == 0) {
            return 0;
        }
        if (above == logs.length) {
            return logs.length - 1;
        }
        return above - 1 + (log - logs[above - 1]) / (logs[above] - logs[above - 1]);
    }

    /** The moment with this much noise, of which the model is told another time. */
    Node ofSigma(double timestep, double sigma) {
        return isFlow() ? flow(timestep, sigma / (1 + sigma)) : Node.of(timestep, 1 / (1 + sigma * sigma));
    }

    private boolean isFlow() {
        return nodes.getFirst().scale() != 1;
    }

    private static double flowSigma(Node node) {
        return node.isNoise() ? 1 : node.sigma() / (1 + node.sigma());
    }

    private static Node flow(double timestep, double noise) {
        double signal = 1 - noise;
        double square = signal * signal + noise * noise;
        return new Node(timestep, signal * signal / square, StrictMath.sqrt(square));
    }

    private static void requireSome(String field, List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException(field + " must hold at least one value");
        }
    }
}
