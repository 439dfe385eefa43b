package io.unstir.gateway.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubmissionIdTest {
    private final SecureRandom random = new SecureRandom();

    @Test
    void aRandomIdIsOfVersion7AndTellsItsTime() {
        // When
        var id = SubmissionId.random(Instant.ofEpochMilli(1_700_000_000_123L), random)
                .uuid();

        // Then
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(1_700_000_000_123L);
    }

    @Test
    void laterIdsSortAfterEarlierOnes() {
        // Given
        var now = Instant.now();

        // When
        var earlier = SubmissionId.random(now, random).toString();
        var later = SubmissionId.random(now.plusMillis(1), random).toString();

        // Then
        assertThat(earlier).isLessThan(later);
    }

    @Test
    void aKeyAlwaysGivesTheSameIdOfVersion5AndSeed() {
        // When
        var id = SubmissionId.of("default", "order-1");

        // Then
        assertThat(id.uuid().version()).isEqualTo(5);
        assertThat(id.uuid().variant()).isEqualTo(2);
        assertThat(id).isEqualTo(SubmissionId.of("default", "order-1"));
        assertThat(id).isNotEqualTo(SubmissionId.of("other", "order-1"));
        assertThat(id).isNotEqualTo(SubmissionId.of("default", "order-2"));
        assertThat(id.seed()).isBetween(0L, (1L << 32) - 1);
    }

    @Test
    void theIdOfAKeyIsTheOneOtherImplementationsCompute() {
        // Python: uuid5(uuid5(NAMESPACE_DNS, "unstir.io"), "default\norder-1")
        assertThat(SubmissionId.of("default", "order-1")).hasToString("1f50a197-db7f-55fa-89c3-10f836f5c9df");
    }

    @Test
    void aParkedJobAlwaysGivesTheSameIdWhichNoKeyAndNoPlaceOfABatchGives() {
        // Given
        var job = "0199c0de-0000-7000-8000-000000000001";

        // When
        var id = SubmissionId.ofRetry("acme", job);

        // Then
        assertThat(id.uuid().version()).isEqualTo(5);
        assertThat(id).isEqualTo(SubmissionId.ofRetry("acme", job));
        assertThat(id)
                .isNotIn(
                        SubmissionId.ofRetry("acme", id.toString()),
                        SubmissionId.ofRetry("other", job),
                        SubmissionId.of("acme", job),
                        SubmissionId.of("acme", "retry"),
                        SubmissionId.of("acme", "retry\n0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1-1-1-1-1", "not-a-uuid", "0199C0DE-0000-7000-8000-000000000000", "../blobs"})
    void onlyTheCanonicalFormIsAnId(String text) {
        assertThat(SubmissionId.parse(text)).isEmpty();
    }
}
