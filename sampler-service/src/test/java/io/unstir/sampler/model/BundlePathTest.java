package io.unstir.sampler.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundlePathTest {
    @Test
    void aRelativePathLiesInTheFolder() {
        assertThat(new BundlePath("unet/model.onnx").in(Path.of("/b"))).isEqualTo(Path.of("/b/unet/model.onnx"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/etc/passwd", "../x", "a/../x", "a//b", "a/", ".", "a\\b", "C:/x", "a\0b", "é"})
    void aPathThatCouldLeadElsewhereIsRefused(String text) {
        assertThatThrownBy(() -> new BundlePath(text)).isInstanceOf(BundleException.class);
    }
}
