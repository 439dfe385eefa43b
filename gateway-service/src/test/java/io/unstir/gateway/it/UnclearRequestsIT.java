package io.unstir.gateway.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that no HTTP client sends. Behind each unclear request there is one more, which must never be answered. */
@ExtendWith(SharedGateway.class)
class UnclearRequestsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String HIDDEN = "GET /v1/hidden HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private static Gateway gateway;

    /** @param closed by the gateway */
    private record Answer(String text, boolean closed) {
        int responses() {
            return text.split("HTTP/1\\.1 ", -1).length - 1;
        }
    }

    @BeforeAll
    static void start(Gateway sharedGateway) {
        gateway = sharedGateway;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 4\r\nContent-Length: 5\r\n\r\n{}  ",
                "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
                "Content-Length: 2, 2\r\n\r\n{}",
                "Content-Length: +2\r\n\r\n{}",
                "Content-Length: -2\r\n\r\n{}",
                "Content-Length: 0x2\r\n\r\n{}",
                "Content-Length : 2\r\n\r\n{}",
                "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: identity\r\nContent-Length: 2\r\n\r\n{}",
                "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: cow\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding : chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: \u000bchunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n0x1\r\nA\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n-1\r\nA\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n2;a\n{}\r\n0\r\n\r\n",
                "Host: elsewhere.example\r\nContent-Length: 2\r\n\r\n{}",
                "X-A: a\u0000b\r\nContent-Length: 2\r\n\r\n{}",
                "X-A: a\rX-B: b\r\nContent-Length: 2\r\n\r\n{}",
                "X\u0001A: a\r\nContent-Length: 2\r\n\r\n{}",
                "X-A: a\nContent-Length: 2\n\n{}"
            })
    void whatCanBeReadInTwoWaysEndsItsConnection(String rest) throws Exception {
        // When
        var answer = send("POST /v1/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + rest);

        // Then
        assertThat(answer.closed()).as(answer.text()).isTrue();
        assertThat(answer.responses()).as(answer.text()).isLessThanOrEqualTo(1);
        assertThat(answer.text()).satisfiesAnyOf(text -> assertThat(text).isEmpty(), text -> assertThat(text)
                .startsWith("HTTP/1.1 400 "));
    }

    /** As RFC 9112 has it where a request gives both. */
    @Test
    void chunksCountWhereThereIsALengthAsWell() throws Exception {
        // When
        var answer = send("POST /v1/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n8\r\n{\"a\": 1}\r\n0\r\n\r\n");

        // Then
        assertThat(answer.text()).startsWith("HTTP/1.1 4").contains("HTTP/1.1 404 ");
    }

    @Test
    void headersWithoutEndAreRefused() throws Exception {
        // When
        var answer = send("GET /v1/models HTTP/1.1\r\nHost: localhost\r\n" + "X-A: aaaaaaaa\r\n".repeat(10_000));

        // Then
        assertThat(answer.text()).startsWith("HTTP/1.1 431 ");
        assertThat(answer.closed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/images/a%0d%0aX-Injected:%201",
                "/v1/jobs/%0aERROR%20forged-line",
                "/v1/images/..%2f..%2f..%2fetc%2fpasswd",
                "/v1/images/%2e%2e/%2e%2e/etc/passwd",
                "/studio/..%2f..%2fapplication.properties",
                "/studio/%2e%2e/%2e%2e/etc/passwd",
                "/v1/images/..%5c..%5cetc%5cpasswd",
                "/v1/images/%00",
                "/%c0%ae%c0%ae/etc/passwd"
            })
    void pathsLeadNowhereElseAndIntoNoHeader(String path) throws Exception {
        // When
        var answer = send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        // Then
        assertThat(answer.text()).containsPattern("^HTTP/1\\.1 (400|404) ");
        assertThat(answer.text()).doesNotContainPattern("(?im)^X-Injected:").doesNotContain("root:", "quarkus.");
    }

    @Test
    void whatCallersSendBeginsNoLineOfTheLog() throws Exception {
        // When
        gateway.post("/v1/jobs", "{\"prompt\": \"a\\nERROR forged-line\", \"model\": \"b\\r\\nERROR forged-line\"}");
        gateway.send(HttpRequest.newBuilder(gateway.uri("/v1/jobs/a%0aERROR%20forged-line")));
        send("GET /v1/jobs?cursor=%0aERROR%20forged-line HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        // Then
        assertThat(Files.readAllLines(Path.of("target/gateway-it.log")))
                .noneMatch(line -> line.startsWith("ERROR forged"));
    }

    private static Answer send(String bytes) throws IOException {
        try (var socket = new Socket("127.0.0.1", gateway.uri("/").getPort())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write((bytes + HIDDEN).getBytes(ISO_8859_1));
            var text = new StringBuilder();
            boolean closed = read(socket, text);
            return new Answer(text.toString(), closed);
        }
    }

    /** Until the gateway closes, or has answered the hidden request. */
    private static boolean read(Socket socket, StringBuilder text) throws IOException {
        var buffer = new byte[8192];
        try {
            while (text.indexOf("/v1/hidden") < 0) {
                int length = socket.getInputStream().read(buffer);
                if (length < 0) {
                    return true;
                }
                text.append(new String(buffer, 0, length, ISO_8859_1));
            }
            return false;
        } catch (SocketTimeoutException stillOpen) {
            return false;
        } catch (SocketException reset) {
            return true;
        }
    }
}
