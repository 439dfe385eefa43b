package io.unstir.sampler.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DeviceClassTest {
    @Test
    void namesVersionProviderOptionsAndInstructionSets() {
        assertThat(DeviceClass.of(Ort.cpu(1)).name()).matches("ort-\\d+\\.\\d+\\.\\d+/cpu/all/[a-z0-9_+]+");
    }

    @Test
    void aBatchPolicyThatIsNotFreeStandsBehind() {
        assertThat(BatchPolicy.ANY.suffix(8)).isEmpty();
        assertThat(BatchPolicy.PADDED.suffix(8)).isEqualTo("/padded-8");
        assertThat(BatchPolicy.VARIANT.suffix(8)).isEqualTo("/batch-variant");
    }

    @Test
    void knownInstructionSetsAreTakenInAFixedOrder() {
        var cpuInfo = Stream.of("processor : 0", "flags\t\t: sse2 avx512f fma avx2 avx", "flags : amx_tile");

        assertThat(DeviceClass.instructionSets(cpuInfo)).isEqualTo("avx+avx2+fma+avx512f");
    }

    @Test
    void aMachineThatTellsNothingIsNamedByItsArchitecture() {
        assertThat(DeviceClass.instructionSets(Stream.empty())).isEqualTo(System.getProperty("os.arch"));
    }
}
