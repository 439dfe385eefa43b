package io.unstir.sampler.session;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;

/** What graphs run on. */
public sealed interface Device {
    /** @param instructionSets those that ONNX Runtime's kernels choose by */
    record Cpu(String instructionSets) implements Device {
        public static Cpu here() {
            return new Cpu(Hardware.instructionSets(Hardware.cpuInfo()));
        }

        @Override
        public String name() {
            return "cpu/%s/%s".formatted(Ort.GRAPH_OPTIMISATION, instructionSets);
        }

        /**
         * Measured on the starter model with two threads: without memory patterns a session holds 55 instead of 80 MiB and is as fast; with or without the arena,
         * denormals or another spinning time is as fast; without spinning a single row takes 30 % longer, and nodes in parallel take twice as long.
         * All of them give the same bits.
         */
        @Override
        public void configure(SessionOptions options) throws OrtException {
            options.setMemoryPatternOptimization(false);
        }
    }

    /**
     * @param index as CUDA counts the GPUs
     * @param hardware the GPU's model and the processor's instruction sets, since nodes without a CUDA kernel and text encoders run there
     */
    record Cuda(int index, String hardware) implements Device {
        static Cuda here(int index) {
            return new Cuda(index, Hardware.gpus() + "+" + Cpu.here().instructionSets());
        }

        /** ONNX Runtime hands convolutions to cuDNN's graphs, which by its own account heed not the option below but this variable; so bits depend on it. */
        @Override
        public String name() {
            String tf32 = "0".equals(System.getenv("NVIDIA_TF32_OVERRIDE")) ? "" : "+tf32";
            return "cuda/%s%s/%s".formatted(Ort.GRAPH_OPTIMISATION, tf32, hardware);
        }

        /**
         * Bits before speed: full float32 products, kernels that add in a fixed order, and convolution algorithms chosen by rule; the default, EXHAUSTIVE,
         * chooses by timing them, so that the same image could differ from one start to the next. The arena grows by what is asked for, not to the next
         * power of two, because models share the GPU.
         */
        @Override
        public void configure(SessionOptions options) throws OrtException {
            options.setDeterministicCompute(true);
            try (var cuda = new OrtCUDAProviderOptions(index)) {
                cuda.add("use_tf32", "0");
                cuda.add("cudnn_conv_algo_search", "HEURISTIC");
                cuda.add("arena_extend_strategy", "kSameAsRequested");
                options.addCUDA(cuda);
            }
        }
    }

    /** What decides about bits beside ONNX Runtime's version. */
    String name();

    /** Says in a session's options that it shall run here. */
    void configure(SessionOptions options) throws OrtException;
}
