package io.unstir.gateway.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpoolTest {
    private static final int LIMIT = 200_000;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_536, 65_537, LIMIT})
    void whatWasReceivedIsGivenBackWithItsDigest(int size) throws Exception {
        // Given
        var bytes = new byte[size];
        new Random(1).nextBytes(bytes);

        // When
        try (var spool = Spool.receive(new ByteArrayInputStream(bytes), LIMIT)) {
            // Then
            assertThat(spool.bytes().readAllBytes()).isEqualTo(bytes);
            assertThat(spool.size()).isEqualTo(size);
            assertThat(spool.sha256())
                    .isEqualTo(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
            assertThat(spool.start()).hasSize(Math.min(size, ImageFormat.SIGNATURE_LENGTH));
        }
    }

    @Test
    void aBodyWithoutEndIsNotReadMuchBeyondTheLimit() {
        // Given
        var given = new AtomicLong();
        var endless = new InputStream() {
            @Override
            public int read() {
                given.incrementAndGet();
                return 7;
            }
        };

        // Then
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> Spool.receive(endless, LIMIT))
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(ProblemCode.BODY_TOO_LARGE))
                .withMessageContaining(Integer.toString(LIMIT));
        assertThat(given.get()).isLessThan(LIMIT + (1 << 16) + 1);
    }

    @Test
    void aBodyThatBreaksOffIsTheClientsFault() {
        // Given
        var broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        };

        // Then
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> Spool.receive(broken, LIMIT))
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(ProblemCode.INVALID_REQUEST));
    }
}
