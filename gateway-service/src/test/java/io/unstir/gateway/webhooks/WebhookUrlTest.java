package io.unstir.gateway.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookUrlTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.org",
                "https://example.org/hooks/unstir?customer=7",
                "http://example.org:80/",
                "HTTPS://example.org:8443/",
                "https://[2606:4700:4700::1111]:65535/x",
                "https://example.org:443/a%20b"
            })
    void aWebServersUrlIsTaken(String url) {
        assertThat(WebhookUrl.complaint(url)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.org",
                "//example.org/x",
                "ftp://example.org/",
                "file:///etc/passwd",
                "gopher://example.org/",
                "https:///nobody",
                "https:example.org",
                "https://user@example.org/",
                "https://user:secret@example.org/",
                "https://example.org/#part",
                "https://example.org:22/",
                "https://example.org:0/",
                "https://example.org:1023/",
                "https://example.org:65536/",
                "https://[fe80::1%25eth0]/",
                "https://exa mple.org/",
                "https://example.org/\n",
                "https://ex\u00e4mple.org/",
                "https://example.org:port/",
                "https://under_score.example.org/"
            })
    void anythingElseIsNot(String url) {
        assertThat(WebhookUrl.complaint(url)).isPresent();
    }
}
