package io.unstir.sampler.session;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import java.nio.file.Path;

/**
 * How this sampler opens graphs: with all graph optimisations. What is chosen here is part of the {@link DeviceClass}.
 *
 * @param threads of a run on the processor
 */
public record Ort(Device device, int threads) {
    /** As it stands in the device class. */
    static final String GRAPH_OPTIMISATION = "all";

    public Ort {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1 (got " + threads + ")");
        }
    }

    /** On the processor. */
    public static Ort cpu(int threads) {
        return new Ort(new Device.Cpu(), threads);
    }

    public OrtEnvironment environment() {
        return OrtEnvironment.getEnvironment();
    }

    /** @throws SessionException when the file is no graph that can be run */
    public OrtSession open(Path graph) {
        return open(graph, device);
    }

    /** On the processor wherever denoisers run: text is little work, and its rows stay the same bits on every device. */
    public OrtSession openOnCpu(Path graph) {
        return open(graph, new Device.Cpu());
    }

    private OrtSession open(Path graph, Device on) {
        try (var options = new SessionOptions()) {
            options.setOptimizationLevel(OptLevel.ALL_OPT);
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            on.addTo(options);
            return environment().createSession(graph.toString(), options);
        } catch (OrtException e) {
            throw new SessionException("The graph " + graph.getFileName() + " could not be loaded", e);
        }
    }
}
