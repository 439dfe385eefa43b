package io.unstir.sampler.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HardwareTest {
    @TempDir
    private Path folder;

    @Test
    void knownInstructionSetsAreTakenInAFixedOrder() {
        var cpuInfo = Stream.of("processor : 0", "flags\t\t: sse2 avx512f fma avx2 avx", "flags : amx_tile");

        assertThat(Hardware.instructionSets(cpuInfo)).isEqualTo("avx+avx2+fma+avx512f");
    }

    @Test
    void aMachineThatTellsNothingIsNamedByItsArchitecture() {
        assertThat(Hardware.instructionSets(Stream.empty())).isEqualTo(System.getProperty("os.arch"));
    }

    @Test
    void eachModelOfGpuIsNamedOnce() throws IOException {
        gpu("0000:01:00.0", "NVIDIA H100 80GB HBM3");
        gpu("0000:02:00.0", "NVIDIA H100 80GB HBM3");
        gpu("0000:03:00.0", "NVIDIA GeForce RTX 4090");

        assertThat(Hardware.gpus(folder)).isEqualTo("nvidia-geforce-rtx-4090+nvidia-h100-80gb-hbm3");
    }

    @Test
    void aDriverThatTellsNothingLeavesTheGpuUnknown() {
        assertThat(Hardware.gpus(folder)).isEqualTo("unknown-gpu");
        assertThat(Hardware.gpus(folder.resolve("none"))).isEqualTo("unknown-gpu");
    }

    private void gpu(String address, String model) throws IOException {
        Path gpu = Files.createDirectories(folder.resolve(address));
        Files.writeString(gpu.resolve("information"), "Model: \t\t %s\nIRQ:   \t\t 43\n".formatted(model));
    }
}
