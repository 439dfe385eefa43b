package io.unstir.gateway.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The studio's files as a browser gets them; what they do is tested in a browser, with the whole system. */
@ExtendWith(SharedGateway.class)
class StudioIT {
    private static final Path FILES = Path.of("src/main/resources/META-INF/resources");
    private static final Pattern REFERENCE = Pattern.compile("(?:src|href)=\"(/[^\"]+)\"");
    private static final Pattern ELSEWHERE = Pattern.compile("(?:src|href|url\\(|from|import)\\W{0,3}(?:https?:)?//");

    private static Gateway gateway;

    @BeforeAll
    static void start(Gateway sharedGateway) {
        gateway = sharedGateway;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/studio/app.js", "/studio/theme.css", "/studio/views/create.js"})
    void filesComeUnderAStrictPolicyAndAreAskedForEachTime(String path) throws IOException {
        var response = gateway.get(path);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(response, "Cache-Control")).isEqualTo("no-cache");
    }

    @Test
    void anUnchangedFileIsNotSentAgain() throws IOException {
        var modified = header(gateway.get("/studio/app.js"), "Last-Modified");

        var again = gateway.send(
                HttpRequest.newBuilder(gateway.uri("/studio/app.js")).header("If-Modified-Since", modified));

        assertThat(again.statusCode()).isEqualTo(304);
    }

    @Test
    void thePageNamesOnlyFilesThatAreThere() throws IOException {
        var page = new String(gateway.get("/").body(), UTF_8);

        var named = REFERENCE.matcher(page).results().map(found -> found.group(1));

        assertThat(named)
                .hasSizeGreaterThan(3)
                .allSatisfy(path -> assertThat(gateway.get(path).statusCode()).isEqualTo(200));
    }

    @Test
    void nothingIsLoadedFromElsewhere() throws IOException {
        try (var files = Files.walk(FILES)) {
            assertThat(files.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(Files.readString(file)).doesNotContainPattern(ELSEWHERE));
        }
    }

    private static String header(HttpResponse<byte[]> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
