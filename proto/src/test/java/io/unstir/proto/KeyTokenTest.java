package io.unstir.proto;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTokenTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @Test
    void theTextOfAKeyIsReadBack() {
        // Given
        var key = KeyToken.generate(RANDOM);

        // When
        var read = KeyToken.parse(key.text());

        // Then
        assertThat(read).contains(key);
        assertThat(key.text()).matches("unstir_[0-9a-f]{16}_[A-Za-z0-9_-]{43}");
    }

    @Test
    void noTwoKeysAreTheSame() {
        // When
        var ids = new HashSet<String>();
        var secrets = new HashSet<String>();
        for (int i = 0; i < 1000; i++) {
            var key = KeyToken.generate(RANDOM);
            ids.add(key.id());
            secrets.add(key.secret());
        }

        // Then
        assertThat(ids).hasSize(1000);
        assertThat(secrets).hasSize(1000);
    }

    @Test
    void onlyTheSecretItselfHasItsDigest() {
        // Given
        var key = KeyToken.generate(RANDOM);
        var other = new KeyToken(key.id(), KeyToken.generate(RANDOM).secret());

        // Then
        assertThat(key.hasDigest(key.secretSha256())).isTrue();
        assertThat(other.hasDigest(key.secretSha256())).isFalse();
        assertThat(key.hasDigest(new byte[0])).isFalse();
    }

    @Test
    void aKeyIsNeverPrintedByAccident() {
        // Given
        var key = KeyToken.generate(RANDOM);

        // Then
        assertThat("key %s".formatted(key)).contains(key.id()).doesNotContain(key.secret());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "unstir_",
                "unstir_0123456789abcdef_",
                "unstir_0123456789ABCDEF_0123456789012345678901234567890123456789012",
                "unstir_0123456789abcdef_012345678901234567890123456789012345678901",
                "unstir_0123456789abcdef_01234567890123456789012345678901234567890123",
                "unstir_0123456789abcdef_0123456789012345678901234567890123456789=12",
                "sk-0123456789abcdef"
            })
    void whatIsNoKeyIsNotRead(String text) {
        assertThat(KeyToken.parse(text)).isEmpty();
    }
}
