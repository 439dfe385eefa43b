package io.unstir.sampler.session;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** What models run on. */
public sealed interface Device {
    /** The processor. */
    record Cpu() implements Device {
        @Override
        public void addTo(SessionOptions options) {
            // What a session runs on where nothing else is said.
        }

        @Override
        public String provider() {
            return "cpu";
        }
    }

    /** A GPU by its number. Kernels are chosen by rule, not by a race, and in full single precision: a row's bits shall not depend on the day. */
    record Cuda(int number) implements Device {
        @Override
        public void addTo(SessionOptions options) throws OrtException {
            try (var cuda = new OrtCUDAProviderOptions(number)) {
                cuda.add("cudnn_conv_algo_search", "HEURISTIC");
                cuda.add("cudnn_conv_use_max_workspace", "1");
                cuda.add("use_tf32", "0");
                cuda.add("arena_extend_strategy", "kSameAsRequested");
                options.addCUDA(cuda);
                options.setDeterministicCompute(true);
            }
        }

        @Override
        public String provider() {
            return "cuda";
        }
    }

    /** Has a session run here. */
    void addTo(SessionOptions options) throws OrtException;

    /** As it stands in the device class. */
    String provider();

    /**
     * The device of a setting: "cpu", "cuda:N", or "auto", the first GPU where there is one that works.
     *
     * @throws IllegalArgumentException when the setting is none of these
     * @throws SessionException when a GPU is asked for that can't be used, with the library that is missing
     */
    static Device of(String setting) {
        if (setting.equals("cpu")) {
            return new Cpu();
        }
        if (setting.equals("auto")) {
            return auto();
        }
        if (!setting.matches("cuda:[0-9]{1,2}")) {
            throw new IllegalArgumentException(
                    "unstir.sampler.device must be auto, cpu or cuda:N with N from 0 to 99 (got %s)"
                            .formatted(setting));
        }
        if (!built()) {
            throw new SessionException(
                    "unstir.sampler.device is %s, but this build of the sampler has no CUDA: build it with -Pcuda"
                            .formatted(setting));
        }
        var cuda = new Cuda(Integer.parseInt(setting.substring("cuda:".length())));
        try {
            probe(cuda);
            return cuda;
        } catch (OrtException e) {
            throw new SessionException(
                    "unstir.sampler.device is %s, but CUDA can't be used: %s".formatted(setting, cause(e)));
        }
    }

    private static Device auto() {
        if (!built()) {
            return new Cpu();
        }
        try {
            var first = new Cuda(0);
            probe(first);
            return first;
        } catch (OrtException e) {
            Logger.getLogger(Device.class)
                    .warnf("No GPU can be used, so models run on the processor: cause=%s", cause(e));
            return new Cpu();
        }
    }

    private static boolean built() {
        return OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);
    }

    private static void probe(Cuda cuda) throws OrtException {
        OrtEnvironment.getEnvironment();
        try (var options = new SessionOptions()) {
            cuda.addTo(options);
        }
    }

    /** ONNX Runtime tells of a library that it can't load in the middle of a long text; that library is what people need to know. */
    private static String cause(OrtException e) {
        var missing = Pattern.compile("(lib[\\w.+-]+\\.so[.\\d]*): cannot open shared object file")
                .matcher(e.getMessage());
        return missing.find()
                ? "the library %s is missing (CUDA 12 and cuDNN 9 are needed)".formatted(missing.group(1))
                : e.getMessage().lines().findFirst().orElse("no reason given");
    }
}
