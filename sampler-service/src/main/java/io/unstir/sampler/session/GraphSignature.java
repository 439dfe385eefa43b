package io.unstir.sampler.session;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** How a graph must be callable: exactly these inputs, and this output among its outputs. */
public record GraphSignature(String graph, List<Expected> inputs, Expected output) {

    /** A side a graph leaves open, so that it may be of any length. */
    public static final long OPEN = -1;

    /** @param sides each {@link #OPEN}, or a length, for which a graph may have that length or leave it open */
    public record Expected(String name, OnnxJavaType type, List<Long> sides) {
        public static Expected floats(String name, long... sides) {
            return new Expected(
                    name, OnnxJavaType.FLOAT, Arrays.stream(sides).boxed().toList());
        }

        private boolean fits(TensorInfo info) {
            long[] shape = info.getShape();
            if (info.type != type || shape.length != sides.size()) {
                return false;
            }
            for (int i = 0; i < shape.length; i++) {
                if (shape[i] != OPEN && shape[i] != sides.get(i)) {
                    return false;
                }
            }
            return true;
        }

        private String text() {
            return GraphSignature.text(type, sides);
        }
    }

    /** @throws SessionException naming the first thing that is otherwise */
    public void require(OrtSession session) throws OrtException {
        var names = inputs.stream().map(Expected::name).collect(Collectors.toCollection(TreeSet::new));
        if (!names.equals(session.getInputNames())) {
            throw new SessionException("The %s must have the inputs %s (got %s)"
                    .formatted(graph, names, new TreeSet<>(session.getInputNames())));
        }
        if (!session.getOutputNames().contains(output.name())) {
            throw new SessionException("The %s must have the output %s (got %s)"
                    .formatted(graph, output.name(), session.getOutputNames()));
        }
        for (Expected input : inputs) {
            require("input", input, session.getInputInfo());
        }
        require("output", output, session.getOutputInfo());
    }

    private void require(String side, Expected expected, Map<String, NodeInfo> found) {
        switch (found.get(expected.name()).getInfo()) {
            case TensorInfo info when expected.fits(info) -> {}
            case TensorInfo info ->
                throw otherwise(
                        side,
                        expected,
                        text(info.type, Arrays.stream(info.getShape()).boxed().toList()));
            default -> throw otherwise(side, expected, "no tensor");
        }
    }

    private SessionException otherwise(String side, Expected expected, String found) {
        return new SessionException(
                "The %s's %s %s must be %s (got %s)".formatted(graph, side, expected.name(), expected.text(), found));
    }

    private static String text(OnnxJavaType type, List<Long> sides) {
        return sides.stream()
                .map(side -> side == OPEN ? "open" : side.toString())
                .collect(Collectors.joining(", ", type + " [", "]"));
    }
}
