package io.unstir.local.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.unstir.local.LocalFailure;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskSpaceTest {
    @TempDir
    Path folder;

    @Test
    void oneGibibyteIsNeededUnlessSaidOtherwise() {
        assertThat(DiskSpace.from(Map.of())).isEqualTo(new DiskSpace(1024));
        assertThat(DiskSpace.from(Map.of("UNSTIR_MIN_FREE_MIB", "7"))).isEqualTo(new DiskSpace(7));
    }

    @Test
    void tooLittleIsToldWithBothNumbers() {
        assertThatThrownBy(() -> new DiskSpace(Long.MAX_VALUE).require(folder))
                .isInstanceOf(LocalFailure.class)
                .hasMessageContaining("too little disk space")
                .hasMessageContaining("MiB free")
                .hasMessageContaining(Long.MAX_VALUE + " MiB needed");
    }

    @Test
    void enoughIsEnough() {
        assertThatCode(() -> new DiskSpace(0).require(folder)).doesNotThrowAnyException();
    }

    @Test
    void limitThatIsNoNumberIsNamed() {
        assertThatThrownBy(() -> DiskSpace.from(Map.of("UNSTIR_MIN_FREE_MIB", "lots")))
                .isInstanceOf(LocalFailure.class)
                .hasMessageContaining("UNSTIR_MIN_FREE_MIB")
                .hasMessageContaining("lots");
    }
}
