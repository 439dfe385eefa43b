package io.unstir.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClaimTest {
    private static final String ID = "01a20922-1879-7444-863f-9cfb6611b1c9";
    private static final String OTHER = "4a8a0310-712e-5ff1-8fa7-573ac76652d7";

    @Test
    void idsAndTimesAndProgressMayDiffer() {
        assertThat(new Claim("HTTP/1.1 202 Accepted\nLocation: /v1/jobs/" + ID)
                        .holdsFor("HTTP/1.1 202 Accepted\r\nX: y\r\nLocation: /v1/jobs/" + OTHER))
                .isTrue();
        assertThat(new Claim("{\"id\":\"%s\",…,\"step\":3}".formatted(ID))
                        .holdsFor("{ \"id\": \"%s\", \"a\": 1, \"step\": 40}".formatted(OTHER)))
                .isTrue();
        assertThat(new Claim("id:1-12\n\"created_at\":\"2026-11-23T15:59:23.248594Z\"")
                        .holdsFor("id:0-7 \"created_at\":\"2027-01-01T00:00:00Z\""))
                .isTrue();
    }

    @Test
    void namesAndStatusesAndOrderMayNot() {
        assertThat(new Claim("HTTP/1.1 202 Accepted").holdsFor("HTTP/1.1 200 OK"))
                .isFalse();
        assertThat(new Claim("{\"id\":\"%s\"}".formatted(ID)).holdsFor("{\"id\":\"no id\"}"))
                .isFalse();
        assertThat(new Claim("{\"steps_total\":400}").holdsFor("{\"steps_total\":40}"))
                .isFalse();
        assertThat(new Claim("a\nb").holdsFor("b\na")).isFalse();
    }
}
