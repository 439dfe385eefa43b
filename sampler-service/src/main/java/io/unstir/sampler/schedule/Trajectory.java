package io.unstir.sampler.schedule;

import java.util.ArrayList;
import java.util.List;

/**
 * The way from noise to an image.
 *
 * @param nodes the moments in the order of sampling; usually the last one is the image
 * @param first where the way starts: 0, or later for an image that is only partly noised
 * @param stages questions a step has, but for the one to the image
 * @param startNoise the standard deviation of the noise it starts from, where it starts from noise alone
 */
public record Trajectory(List<Node> nodes, int first, int stages, Resampling resampling, double startNoise) {
    public Trajectory {
        nodes = List.copyOf(nodes);
        if (first < 0 || first >= nodes.size() - 1) {
            throw new IllegalArgumentException("a trajectory must have at least one step");
        }
    }

    /** Over the whole schedule. @param stages 2 for a solver that asks twice a step, otherwise 1 */
    public static Trajectory of(NoiseSchedule schedule, TimestepSpacing spacing, int steps, Grid grid, int stages) {
        var nodes = new ArrayList<>(spacing.nodes(schedule, steps, grid));
        // Solvers in units of sigma take x_T for sigma z; the others, and all after a late start, for z.
        double startNoise = grid == Grid.CONTINUOUS && spacing != TimestepSpacing.LEADING
                ? nodes.getFirst().noise()
                : 1;
        nodes.add(Node.IMAGE);
        return new Trajectory(nodes, 0, stages, Resampling.NONE, startNoise);
    }

    /** Only the last part of the way, at least one step. @param strength the part, above 0 to 1 */
    public Trajectory lastPart(double strength) {
        if (!(strength > 0 && strength <= 1)) {
            throw new IllegalArgumentException("strength must lie above 0 and at most at 1 (got " + strength + ")");
        }
        int steps = nodes.size() - 1;
        int kept = (int) StrictMath.max(1, StrictMath.floor(steps * strength));
        return new Trajectory(nodes, steps - kept, stages, resampling, startNoise);
    }

    public Trajectory resampled(Resampling resampling) {
        return new Trajectory(nodes, first, stages, resampling, startNoise);
    }

    public Node start() {
        return nodes.get(first);
    }

    /** All moves in order. */
    public List<Move> moves() {
        var moves = new ArrayList<Move>();
        int last = nodes.size() - 1;
        int jump = resampling.jump();
        for (int at = first; at < last; ) {
            int to = StrictMath.min(last, at + jump);
            for (int time = 0; time < resampling.times(); time++) {
                if (time > 0) {
                    goBack(moves, to, at);
                }
                for (int i = at; i < to; i++) {
                    step(moves, i);
                }
            }
            at = to;
        }
        return moves;
    }

    /** How many times the model is asked. */
    public int evaluations() {
        return (int) moves().stream().filter(Move.Denoise.class::isInstance).count();
    }

    private void step(List<Move> moves, int i) {
        Node from = nodes.get(i);
        Node to = nodes.get(i + 1);
        int steps = nodes.size() - 1;
        int questions = to.isImage() || from.isNoise() ? 1 : stages;
        for (int stage = 0; stage < questions; stage++) {
            moves.add(new Move.Denoise(new Step(moves.size(), from, to, steps - i, steps < Step.FEW, stage)));
        }
    }

    /** In one go: the forward process needs no steps. */
    private void goBack(List<Move> moves, int from, int to) {
        moves.add(new Move.Renoise(moves.size(), nodes.get(from), nodes.get(to)));
    }
}
