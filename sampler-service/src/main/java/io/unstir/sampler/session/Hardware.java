package io.unstir.sampler.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What Linux tells of this machine's processors. */
final class Hardware {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final Path GPUS = Path.of("/proc/driver/nvidia/gpus");
    /** The instruction sets ONNX Runtime's kernels choose by, as Linux names them. */
    private static final List<String> INSTRUCTION_SETS = List.of(
            "avx",
            "avx2",
            "fma",
            "avx_vnni",
            "avx512f",
            "avx512vl",
            "avx512_vnni",
            "avx512_bf16",
            "amx_tile",
            "amx_int8",
            "amx_bf16",
            "asimd",
            "asimddp",
            "asimdhp",
            "i8mm",
            "bf16",
            "sve");

    private Hardware() {}

    /** The known sets among the flags of the first processor, or the architecture's name where none is known. */
    static String instructionSets(Stream<String> cpuInfo) {
        var flags = cpuInfo.filter(line -> line.startsWith("flags") || line.startsWith("Features"))
                .findFirst()
                .map(line -> List.of(afterColon(line).split("\\s+")))
                .orElse(List.of());
        var known = INSTRUCTION_SETS.stream().filter(flags::contains).collect(Collectors.joining("+"));
        return known.isEmpty() ? System.getProperty("os.arch") : known;
    }

    static Stream<String> cpuInfo() {
        return lines(CPU_INFO);
    }

    static String gpus() {
        return gpus(GPUS);
    }

    /** The models of the GPUs the driver sees, each once: which of them CUDA counts first can't be told here. */
    static String gpus(Path folder) {
        try (var gpus = Files.list(folder)) {
            var models = gpus.flatMap(gpu -> lines(gpu.resolve("information")))
                    .filter(line -> line.startsWith("Model"))
                    .map(line -> afterColon(line).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"))
                    .distinct()
                    .sorted()
                    .collect(Collectors.joining("+"));
            return models.isEmpty() ? "unknown-gpu" : models;
        } catch (IOException e) {
            return "unknown-gpu";
        }
    }

    private static String afterColon(String line) {
        return line.substring(line.indexOf(':') + 1).trim();
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readString(file).lines();
        } catch (IOException e) {
            return Stream.empty();
        }
    }
}
