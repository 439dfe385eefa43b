package io.unstir.gateway.it;

import static io.unstir.gateway.it.Gateway.json;
import static io.unstir.gateway.it.GatewayIT.assertProblem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every route is asked for what it refuses: each time the answer names field, value and limit. */
@ExtendWith(SharedGateway.class)
class RefusalsIT {
    private static final String NOTHING = "application/x-nothing";

    private static Gateway gateway;
    private static OpenApi openApi;

    @BeforeAll
    static void start(Gateway sharedGateway) throws IOException {
        gateway = sharedGateway;
        openApi = gateway.openApi();
    }

    @Test
    void anotherMethodIsToldThoseThereAre() throws Exception {
        for (var path : paths(_ -> true)) {
            // When
            var response = gateway.send(request(path).method("PATCH", BodyPublishers.noBody()));

            // Then
            assertProblem(response, 405, "method-not-allowed", "method");
            var error = json(response).at("/errors/0");
            assertThat(error.get("value").textValue()).isEqualTo("PATCH");
            assertThat(response.headers().firstValue("Allow"))
                    .hasValue(error.get("limit").textValue());
            assertThat(error.get("limit").textValue()).as(path).matches("[A-Z]+(, [A-Z]+)*");
        }
    }

    @Test
    void anotherAcceptIsToldWhatIsGiven() throws Exception {
        for (var path : paths(item -> item.has("get"))) {
            // When
            var response = gateway.send(request(path).header("Accept", NOTHING));

            // Then
            assertNamesType(response, 406, "not-acceptable", "Accept");
        }
    }

    @Test
    void anotherContentTypeIsToldWhatIsTaken() throws Exception {
        for (var path : paths(item -> item.at("/post").has("requestBody"))) {
            // When
            var response =
                    gateway.send(request(path).header("Content-Type", NOTHING).POST(BodyPublishers.ofString("{}")));

            // Then
            if (response.statusCode() != 415) {
                assertThat(path).as("takes a body or none, whatever its type").isEqualTo("/v1/models/x/retire");
                continue;
            }
            assertNamesType(response, 415, "unsupported-media-type", "Content-Type");
        }
    }

    @Test
    void whatIsNotThereIsNamed() throws Exception {
        for (var path : paths(item -> item.has("get"))) {
            // When
            var response = gateway.get(path.contains("/x") ? path : path + "/no/such/thing");

            // Then
            assertThat(response.statusCode()).as(path).isIn(400, 404, 409);
            assertThat(json(response).at("/errors/0/value").textValue())
                    .as(path)
                    .contains(path.contains("/x") ? "x" : "no");
        }
    }

    @Test
    void keysThatAreOffAreNamed() throws Exception {
        assertProblem(gateway.get("/v1/keys"), 409, "conflict", "unstir.auth.keys");
    }

    @ParameterizedTest
    @CsvSource({
        "Host: rebound.example:7600, 421, Host",
        "Host: 127.0.0.1.rebound.example, 421, Host",
        "Host: localhost:7600, 200,",
        "Host: [::1]:7600, 200,",
        "Host: 127.0.0.1:1, 200,",
        "'Host: localhost\r\nOrigin: http://rebound.example', 421, Origin",
        "'Host: localhost\r\nOrigin: null', 421, Origin",
        "'Host: localhost:7600\r\nOrigin: http://localhost:7600', 200,"
    })
    void withoutAuthenticationOnlyThisMachinesOwnNameIsAnswered(String headers, int status, String field)
            throws Exception {
        try (var socket = new Socket("127.0.0.1", gateway.uri("/").getPort())) {
            // When
            socket.getOutputStream()
                    .write("GET /v1/models HTTP/1.1\r\n%s\r\nConnection: close\r\n\r\n"
                            .formatted(headers)
                            .getBytes(UTF_8));
            var answer = new String(socket.getInputStream().readAllBytes(), UTF_8);

            // Then
            assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
            if (field != null) {
                var problem = new ObjectMapper().readTree(answer.substring(answer.indexOf('{')));
                assertThat(problem.get("code").textValue()).isEqualTo("host-not-allowed");
                assertThat(problem.at("/errors/0/field").textValue()).isEqualTo(field);
                assertThat(problem.at("/errors/0/limit").textValue()).contains("unstir.gateway.allowed-hosts");
            }
        }
    }

    private static void assertNamesType(HttpResponse<byte[]> response, int status, String code, String field)
            throws Exception {
        assertProblem(response, status, code, field);
        var error = json(response).at("/errors/0");
        assertThat(error.get("value").textValue()).isEqualTo(NOTHING);
        assertThat(error.get("limit").textValue()).contains("/").doesNotContain("problem");
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(gateway.uri(path));
    }

    /** With something in place of what varies. */
    private static List<String> paths(Predicate<JsonNode> wanted) {
        return openApi.document().get("paths").properties().stream()
                .filter(path -> wanted.test(path.getValue()))
                .map(path -> path.getKey().replaceAll("\\{\\w+}", "x"))
                .toList();
    }
}
