package io.unstir.gateway.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.unstir.gateway.auth.Scope;
import io.unstir.proto.KeyToken;
import java.security.SecureRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AdminKeyTest {
    private final KeyToken token = KeyToken.generate(new SecureRandom());

    @Test
    void itsOwnerMayDoEverythingInTheTenant() {
        // When
        var owner = AdminKey.parse(token.text() + "\n", "acme").caller(token).orElseThrow();

        // Then
        assertThat(owner.tenant()).isEqualTo("acme");
        assertThat(owner.keyId()).hasValue(token.id());
        assertThat(Stream.of(Scope.values())).allMatch(owner::may);
    }

    @Test
    void itsIdAloneOpensNothing() {
        // Given
        var other = new KeyToken(token.id(), "x".repeat(43));

        // Then
        assertThat(AdminKey.parse(token.text(), "acme").caller(other)).isEmpty();
    }

    @Test
    void whatIsNoKeyIsRefusedAndNotShown() {
        assertThatThrownBy(() -> AdminKey.parse("hunter2", "acme"))
                .hasMessageContaining("unstir.auth.admin-key")
                .hasMessageNotContaining("hunter2");
    }
}
