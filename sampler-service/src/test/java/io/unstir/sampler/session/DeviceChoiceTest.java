package io.unstir.sampler.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceChoiceTest {
    private static final String FIELD = "unstir.sampler.device";
    private static final CudaProvider NOT_BUILT = new CudaProvider(false, index -> Optional.empty());
    private static final CudaProvider WORKING = new CudaProvider(true, index -> Optional.empty());

    @Test
    void namesAreRead() {
        assertThat(DeviceChoice.parse(FIELD, "auto")).isEqualTo(new DeviceChoice.Auto());
        assertThat(DeviceChoice.parse(FIELD, "cpu")).isEqualTo(new DeviceChoice.Cpu());
        assertThat(DeviceChoice.parse(FIELD, "cuda:3")).isEqualTo(new DeviceChoice.Cuda(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gpu", "CPU", "cuda", "cuda:", "cuda:-1", "cuda:100", "cuda:1 "})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> DeviceChoice.parse(FIELD, text))
                .isInstanceOf(DeviceException.class)
                .hasMessage("unstir.sampler.device must be auto, cpu or cuda:N with N from 0 to 99 (got \"%s\")"
                        .formatted(text));
    }

    @Test
    void aGpuIsTakenWhereItWorks() {
        assertThat(new DeviceChoice.Auto().open(WORKING)).isInstanceOf(Device.Cuda.class);
        assertThat(new DeviceChoice.Cuda(1).open(WORKING))
                .isInstanceOfSatisfying(
                        Device.Cuda.class, gpu -> assertThat(gpu.index()).isEqualTo(1));
        assertThat(new DeviceChoice.Cpu().open(WORKING)).isEqualTo(Device.Cpu.here());
    }

    @Test
    void autoTakesTheCpuWhereThereIsNoGpu() {
        assertThat(new DeviceChoice.Auto().open(NOT_BUILT)).isEqualTo(Device.Cpu.here());
        assertThat(new DeviceChoice.Auto().open(failing("no CUDA-capable device is detected")))
                .isEqualTo(Device.Cpu.here());
    }

    @Test
    void aBuildWithoutCudaSaysHowToGetOneWithIt() {
        assertThatThrownBy(() -> new DeviceChoice.Cuda(0).open(NOT_BUILT))
                .isInstanceOf(DeviceException.class)
                .hasMessage("Device cuda:0 can't be used: this build has no CUDA (build the sampler with -Pcuda)");
    }

    @Test
    void theMissingLibraryIsNamed() {
        var provider = failing("Error code - ORT_FAIL - message: provider_bridge_ort.cc:1988 "
                + "[ONNXRuntimeError] : 1 : FAIL : Failed to load library /tmp/onnxruntime-java1/libonnxruntime_providers_cuda.so "
                + "with error: libcublasLt.so.12: cannot open shared object file: No such file or directory\n");

        assertThatThrownBy(() -> new DeviceChoice.Cuda(2).open(provider))
                .isInstanceOf(DeviceException.class)
                .hasMessage("Device cuda:2 can't be used: the library libcublasLt.so.12 could not be loaded "
                        + "(cannot open shared object file: No such file or directory)");
    }

    @Test
    void thisBuildRunsOnTheCpu() {
        assertThat(new DeviceChoice.Auto().open()).isEqualTo(Device.Cpu.here());
    }

    private static CudaProvider failing(String message) {
        return new CudaProvider(true, index -> Optional.of(message));
    }
}
