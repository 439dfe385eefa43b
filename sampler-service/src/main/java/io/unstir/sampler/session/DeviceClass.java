package io.unstir.sampler.session;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What bit equality is promised for: {@code ort-<version>/cpu/<graph optimisation>/<instruction sets>}. */
public record DeviceClass(String name) {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
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

    /** Of this machine. */
    public static DeviceClass here() {
        return new DeviceClass("ort-%s/cpu/%s/%s"
                .formatted(
                        OrtEnvironment.getEnvironment().getVersion(),
                        Ort.GRAPH_OPTIMISATION,
                        instructionSets(cpuInfo())));
    }

    /** The known sets among the flags of the first processor, or the architecture's name where none is known. */
    static String instructionSets(Stream<String> cpuInfo) {
        var flags = cpuInfo.filter(line -> line.startsWith("flags") || line.startsWith("Features"))
                .findFirst()
                .map(line ->
                        List.of(line.substring(line.indexOf(':') + 1).trim().split("\\s+")))
                .orElse(List.of());
        var known = INSTRUCTION_SETS.stream().filter(flags::contains).collect(Collectors.joining("+"));
        return known.isEmpty() ? System.getProperty("os.arch") : known;
    }

    private static Stream<String> cpuInfo() {
        try {
            return Arrays.stream(Files.readString(CPU_INFO).split("\n"));
        } catch (IOException e) {
            return Stream.empty();
        }
    }
}
