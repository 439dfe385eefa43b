package io.unstir.sampler.session;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.regex.Pattern;

/**
 * Whether GPUs can be used.
 *
 * @param built whether this build has ONNX Runtime's CUDA provider at all
 * @param attempt uses a GPU; what stood in the way, as ONNX Runtime says it
 */
record CudaProvider(boolean built, IntFunction<Optional<String>> attempt) {
    private static final Pattern MISSING_LIBRARY = Pattern.compile("with error: ([^:\\s]+): ([^\\n]+)");
    private static final Pattern MISSING_CUDNN = Pattern.compile("cuDNN is (unavailable|not available)");

    static CudaProvider ofThisBuild() {
        return new CudaProvider(
                OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA), CudaProvider::failure);
    }

    /** Why this GPU can't be used, for people; empty when it can. */
    Optional<String> obstacle(int index) {
        return built
                ? attempt.apply(index).map(CudaProvider::brief)
                : Optional.of("this build has no CUDA (build the sampler with -Pcuda)");
    }

    /** The library that is missing, where ONNX Runtime's long message is about one. */
    private static String brief(String message) {
        var library = MISSING_LIBRARY.matcher(message);
        if (library.find()) {
            return "the library %s could not be loaded (%s)".formatted(library.group(1), library.group(2));
        }
        return MISSING_CUDNN.matcher(message).find()
                ? "the library libcudnn.so.9 could not be loaded"
                : message.strip();
    }

    /** Libraries may be there and a GPU not, and cuDNN is loaded by the first convolution: so a small graph has to run. */
    private static Optional<String> failure(int index) {
        // Before the options: the CUDA provider looks for the environment's logger.
        var environment = OrtEnvironment.getEnvironment();
        try (var options = new SessionOptions()) {
            new Device.Cuda(index, "").configure(options);
            try (var session = environment.createSession(ProbeGraph.onnx(), options)) {
                ProbeGraph.run(session);
                return Optional.empty();
            }
        } catch (OrtException e) {
            return Optional.of(e.getMessage());
        }
    }
}
