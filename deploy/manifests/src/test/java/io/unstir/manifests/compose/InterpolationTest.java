package io.unstir.manifests.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class InterpolationTest {
    private final Interpolation some = new Interpolation(Map.of("SET", "here", "EMPTY", ""));

    @Test
    void variablesArePutInWithTheirDefaults() {
        assertThat(some.expand("a $SET b ${SET} c ${UNSET} d ${UNSET:-x y} e ${EMPTY:-z} f ${EMPTY-z} g"))
                .isEqualTo("a here b here c  d x y e z f  g");
    }

    @Test
    void twoDollarsAreOneForTheContainer() {
        assertThat(some.expand("sampler-$${HOSTNAME}")).isEqualTo("sampler-${HOSTNAME}");
    }

    @Test
    void aRequiredOneIsNamed() {
        assertThatThrownBy(() -> some.expand("${UNSET:?run it}")).hasMessage("UNSET is required: run it");
        assertThatThrownBy(() -> some.expand("${EMPTY:?run it}")).hasMessageContaining("EMPTY");
        assertThatThrownBy(() -> some.expand("${UN SET}")).hasMessageContaining("no variable");
    }
}
