package io.unstir.gateway.list;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {
    private static final String ID = "0199c0de-0000-7000-8000-000000000001";

    @Test
    void aCursorIsReadAsItWasWritten() {
        // Given
        var cursor = new Cursor(Instant.parse("2026-11-23T10:00:00.123456Z"), UUID.fromString(ID), 3);

        // When
        var read = Cursor.parse(cursor.toString());

        // Then
        assertThat(read).contains(cursor);
        assertThat(cursor.toString()).matches("[A-Za-z0-9_-]+");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%%%",
                "",
                "2026-11-23T10:00:00Z",
                "2026-11-23T10:00:00Z " + ID,
                "yesterday " + ID + " 0",
                "2026-11-23T10:00:00Z " + ID + " -1",
                "2026-11-23T10:00:00Z ------------------------------------ 0"
            })
    void whatIsNoCursorIsNone(String text) {
        assertThat(Cursor.parse(text)).isEmpty();
        assertThat(Cursor.parse(Base64.getUrlEncoder().encodeToString(text.getBytes())))
                .isEmpty();
    }
}
