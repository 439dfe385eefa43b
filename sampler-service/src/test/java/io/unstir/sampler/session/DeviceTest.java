package io.unstir.sampler.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceTest {
    @Test
    void theProcessorIsAlwaysThere() {
        assertThat(Device.of("cpu")).isEqualTo(new Device.Cpu());
        assertThat(Device.of("cpu").provider()).isEqualTo("cpu");
    }

    @Test
    void autoFindsSomethingThatWorks() {
        assertThat(Device.of("auto").provider()).isIn("cpu", "cuda");
    }

    @Test
    void aGpuThatCantBeUsedIsRefusedWithWhatIsMissing() {
        boolean built = OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);

        assertThatThrownBy(() -> Device.of("cuda:98"))
                .isInstanceOf(SessionException.class)
                .hasMessageStartingWith("unstir.sampler.device is cuda:98, but ")
                .hasMessageContaining(built ? "CUDA can't be used" : "this build of the sampler has no CUDA");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gpu", "cuda", "cuda:", "cuda:x", "CPU", "cuda:1000"})
    void anythingElseIsRefused(String setting) {
        assertThatThrownBy(() -> Device.of(setting))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "unstir.sampler.device must be auto, cpu or cuda:N with N from 0 to 99 (got " + setting + ")");
    }
}
