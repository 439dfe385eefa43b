package io.unstir.sampler.session;

import static org.assertj.core.api.Assertions.assertThatCode;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import org.junit.jupiter.api.Test;

class ProbeGraphTest {
    @Test
    void runsOnTheCpu() throws OrtException {
        try (var session = OrtEnvironment.getEnvironment().createSession(ProbeGraph.onnx())) {
            assertThatCode(() -> ProbeGraph.run(session)).doesNotThrowAnyException();
        }
    }
}
