package io.unstir.sampler.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeviceClassTest {
    @Test
    void namesVersionProviderOptionsAndInstructionSets() {
        assertThat(DeviceClass.of(new Ort(1), BatchPolicy.ANY, 4).name())
                .matches("ort-\\d+\\.\\d+\\.\\d+/cpu/all/[a-z0-9_+]+");
    }

    @Test
    void namesTheGpuAndWhetherConvolutionsMayRound() {
        String optimisation = "0".equals(System.getenv("NVIDIA_TF32_OVERRIDE")) ? "all" : "all+tf32";

        assertThat(DeviceClass.of(new Ort(new Device.Cuda(0, "nvidia-l4+avx2"), 1), BatchPolicy.ANY, 4)
                        .name())
                .endsWith("/cuda/" + optimisation + "/nvidia-l4+avx2");
    }

    @Test
    void saysWhatBitsDependOnBesideTheRow() {
        var cpu = new Ort(new Device.Cpu("avx2"), 1);

        assertThat(DeviceClass.of(cpu, BatchPolicy.ANY, 16).name()).endsWith("/cpu/all/avx2");
        assertThat(DeviceClass.of(cpu, BatchPolicy.PADDED, 16).name()).endsWith("/cpu/all/avx2/padded-16");
        assertThat(DeviceClass.of(cpu, BatchPolicy.VARIANT, 16).name()).endsWith("/cpu/all/avx2/batch-variant");
    }

    @Test
    void tellsWhatWasMadeUnderADelay() {
        var delayed =
                new Ort(new Device.Cpu("avx2"), 1, new RunDelay(Duration.ofMillis(16), Duration.ofNanos(4_500_000)));

        assertThat(delayed.deviceClass().name()).endsWith("/cpu/all/avx2/waits-16000+4500us");
    }
}
