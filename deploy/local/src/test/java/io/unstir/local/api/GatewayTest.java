package io.unstir.local.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.unstir.local.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GatewayTest {
    private final AtomicReference<String> received = new AtomicReference<>();
    private HttpServer server;
    private int status;
    private String answer;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            received.set(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            byte[] body = answer.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Gateway gateway() {
        return Gateway.onPort(server.getAddress().getPort(), Optional.of("unstir_key"));
    }

    private static JobRequest request(String prompt) {
        return new JobRequest(prompt, Map.of("seed", 7));
    }

    @Test
    void onlyWhatWasGivenIsSent() throws IOException {
        status = 202;
        answer = "{\"id\":\"j\",\"status\":\"queued\"}";

        Job job = gateway().submit(request("a \"cat\""));

        assertThat(job.isDone()).isFalse();
        assertThat(Json.read(received.get())).isEqualTo(Map.of("prompt", "a \"cat\"", "seed", 7));
    }

    @Test
    void finishedJobHasItsImages() {
        status = 200;
        answer = """
                {"id":"j","status":"succeeded","model":"emoji@1","progress":{"value":1.0},
                 "images":[{"index":0,"sha256":"ab","url":"/v1/images/ab","seed":9007199254740991}],"error":null}""";

        Job job = gateway().job("j");

        assertThat(job.hasSucceeded()).isTrue();
        assertThat(job.images()).containsExactly(new Job.Image(0, "ab", "/v1/images/ab", 9007199254740991L));
        assertThat(job.error()).isEmpty();
    }

    @Test
    void problemIsToldFieldByField() {
        status = 400;
        answer = """
                {"type":"https://unstir.io/problems/invalid_request","title":"Invalid request","status":400,
                 "detail":"1 field is wrong","code":"invalid_request",
                 "errors":[{"field":"steps","value":"0","limit":"1..1000","message":"must be from 1 to 1000"}]}""";

        assertThatThrownBy(() -> gateway().submit(request("x")))
                .isInstanceOf(ProblemFailure.class)
                .hasMessageContaining("Invalid request (invalid_request, HTTP 400)")
                .hasMessageContaining("steps: must be from 1 to 1000; given: 0; limit: 1..1000");
    }

    @Test
    void errorThatIsNoProblemDocumentIsToldByItsStatus() {
        status = 502;
        answer = "<html>";

        assertThatThrownBy(() -> gateway().models())
                .isInstanceOf(ProblemFailure.class)
                .hasMessageContaining("HTTP status 502");
    }

    @Test
    void silenceIsToldWithTheAddress() {
        server.stop(0);

        assertThatThrownBy(() -> gateway().models())
                .isInstanceOf(GatewayUnreachable.class)
                .hasMessageContaining(gateway().root().toString());
    }
}
