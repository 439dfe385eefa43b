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
 * @param threads of a run on the CPU
 * @param delay after each run of a denoiser
 */
public record Ort(Device device, int threads, RunDelay delay) {
    /** As it stands in the device class. */
    static final String GRAPH_OPTIMISATION = "all";

    public Ort {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1 (got " + threads + ")");
        }
    }

    /** On the CPU. */
    public Ort(int threads) {
        this(Device.Cpu.here(), threads);
    }

    /** Without a delay. */
    public Ort(Device device, int threads) {
        this(device, threads, RunDelay.NONE);
    }

    public String version() {
        return environment().getVersion();
    }

    public OrtEnvironment environment() {
        return OrtEnvironment.getEnvironment();
    }

    /** That of models which promise the same bits in any batch. */
    public DeviceClass deviceClass() {
        return DeviceClass.of(this, BatchPolicy.ANY, 1);
    }

    /** The same on the CPU, for graphs that other devices have no kernels for. */
    public Ort onCpu() {
        return new Ort(threads);
    }

    /** @throws SessionException when the file is no graph that can be run */
    public OrtSession open(Path graph) {
        var environment = environment();
        try (var options = new SessionOptions()) {
            options.setOptimizationLevel(OptLevel.ALL_OPT);
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            // Else its threads turn for a while after each run: a core, while jobs come now and then.
            options.addConfigEntry("session.force_spinning_stop", "1");
            device.configure(options);
            return environment.createSession(graph.toString(), options);
        } catch (OrtException e) {
            throw new SessionException("The graph %s could not be loaded".formatted(graph.getFileName()), e);
        }
    }
}
