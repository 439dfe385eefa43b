package io.unstir.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.unstir.trainer.text.TextEncoder;
import org.junit.jupiter.api.Test;

class CaptionsTest {
    /** Else captions of another encoder would be taken from the cache. */
    @Test
    void theCacheKnowsTheEncoder() {
        assertThat(Captions.ENCODER)
                .isEqualTo(Fingerprints.of(TextEncoder.model()) + " " + Fingerprints.of(TextEncoder.tokenizerJson()));
    }
}
