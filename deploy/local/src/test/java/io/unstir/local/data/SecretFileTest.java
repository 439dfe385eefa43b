package io.unstir.local.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFileTest {
    @Test
    void aSecretIsMadeOnceAndReadableByItsOwnerOnly(@TempDir Path folder) throws Exception {
        // Given
        var file = new SecretFile(folder.resolve("secret"));

        // When
        var text = file.text(32);

        // Then
        assertThat(text).matches("[0-9a-f]{64}").isEqualTo(file.text(32));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                .isEqualTo("rw-------");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file.path());
        }
    }
}
