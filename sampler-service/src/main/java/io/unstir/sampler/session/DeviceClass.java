package io.unstir.sampler.session;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What bit equality is promised for: {@code ort-<version>/cpu/<graph optimisation>/<instruction sets>} or {@code ort-<version>/cuda/<graph optimisation>/<GPU>}, and the
 * batch policy where there is one.
 */
public record DeviceClass(String name) {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final Path GPUS = Path.of("/proc/driver/nvidia/gpus");
    private static final String UNKNOWN_GPU = "gpu";
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

    /** Of a session opened here. */
    public static DeviceClass of(Ort ort, DenoiserSession session) {
        return new DeviceClass(of(ort).name() + session.batchPolicy().suffix(session.bestRows()));
    }

    /** Of this machine, whatever a model's rows depend on. */
    public static DeviceClass of(Ort ort) {
        String processor =
                switch (ort.device()) {
                    case Device.Cpu cpu -> instructionSets(cpuInfo());
                    case Device.Cuda cuda -> gpu(cuda.number());
                };
        return new DeviceClass("ort-%s/%s/%s/%s"
                .formatted(
                        OrtEnvironment.getEnvironment().getVersion(),
                        ort.device().provider(),
                        Ort.GRAPH_OPTIMISATION,
                        processor));
    }

    /** Its model as NVIDIA's driver tells it. */
    private static String gpu(int number) {
        try (var folders = Files.list(GPUS)) {
            var folder = folders.sorted().skip(number).findFirst();
            if (folder.isPresent()) {
                return Files.readString(folder.get().resolve("information"))
                        .lines()
                        .filter(line -> line.startsWith("Model:"))
                        .map(line -> line.substring("Model:".length()).trim().replaceAll("[^A-Za-z0-9.]+", "-"))
                        .findFirst()
                        .orElse(UNKNOWN_GPU);
            }
        } catch (IOException e) {
            // A container may not show the driver's files; the name is a hint, the bits are checked by verifying.
        }
        return UNKNOWN_GPU;
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
