package io.unstir.local.evaluation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.unstir.local.Console;
import io.unstir.local.LocalFailure;
import io.unstir.local.Progress;
import io.unstir.local.api.Digest;
import io.unstir.local.api.Gateway;
import io.unstir.local.fixture.GatewayOnly;
import io.unstir.local.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of a gateway until many images are there. */
class BulkImagesIT {
    private static final Way WAY = new Way("emoji@1", "c".repeat(64), "ddim", 10, 3, 1);
    private static final byte[] PNG = {1, 2, 3};
    private static final String FAILED = """
            {"id": "8", "status": "failed", "images": [],
             "error": {"code": "unknown-solver", "message": "no such solver"}}""";

    @TempDir
    Path folder;

    private GatewayOnly server;
    private Gateway gateway;
    private ImageFolder images;

    @BeforeEach
    void start() throws IOException {
        server = new GatewayOnly(folder.resolve("data"))
                .answering("GET /v1/jobs/7", 200, job("succeeded"))
                .answering("GET /v1/images/" + Digest.sha256(PNG), 200, PNG);
        gateway = server.gateway();
        images = ImageFolder.open(folder, WAY);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void everyImageHasAJobWithAKeyOfItsOwn() throws IOException {
        // Given
        server.answering("POST /v1/jobs", 202, job("queued"));
        var wanted = wanted(200);

        // When
        make(wanted);

        // Then
        assertThat(wanted).allMatch(images::has);
        var requests = server.received("POST /v1/jobs");
        assertThat(requests).hasSize(200);
        assertThat(new HashSet<>(requests.stream()
                        .map(GatewayOnly.Received::idempotencyKey)
                        .toList()))
                .hasSize(200)
                .allMatch(key -> key.matches("evaluate-[0-9a-f]{64}-0"));
        assertThat(Json.read(requests.get(5).text())).isEqualTo(Json.read("""
                {"prompt": "prompt 5", "model": "emoji@1", "n": 1, "seed": 6, "steps": 10, "solver": "ddim",
                 "guidance_scale": 3.0, "priority": "bulk"}"""));
    }

    @Test
    void whatIsThereIsNotAskedForAgain() {
        server.answering("POST /v1/jobs", 202, job("queued"));
        make(wanted(5));

        make(wanted(7));

        assertThat(server.received("POST /v1/jobs")).hasSize(7);
    }

    @Test
    void aJobThatAnEarlierEvaluationCanceledIsFollowedByAnother() {
        // Given
        server.answering("POST /v1/jobs", 202, job("canceled"));
        var keys = new HashSet<String>();

        // When
        var bulk = new BulkImages(
                gateway,
                (request, key) -> {
                    keys.add(key.substring(key.length() - 2));
                    return key.endsWith("-2") ? gateway.job("7") : gateway.submit(request, key);
                },
                _ -> {},
                progress());
        bulk.add(images, wanted(1));
        bulk.make();

        // Then
        assertThat(wanted(1)).allMatch(images::has);
        assertThat(keys).containsExactlyInAnyOrder("-0", "-1", "-2");
    }

    @Test
    void aModelThatIsToldNothingIsAskedAllTheSame() throws IOException {
        server.answering("POST /v1/jobs", 202, job("queued"));

        make(List.of(new Wanted(0, "", Optional.empty())));

        assertThat(Json.read(server.received("POST /v1/jobs").getFirst().text()))
                .containsEntry("prompt", "anything");
    }

    @Test
    void aFailedJobEndsItWithTheReason() {
        server.answering("POST /v1/jobs", 202, job("queued").replace("7", "8"))
                .answering("GET /v1/jobs/8", 200, FAILED);

        assertThatThrownBy(() -> make(wanted(1)))
                .isInstanceOf(LocalFailure.class)
                .hasMessage("job 8 for \"prompt 0\" failed: no such solver (unknown-solver)");
        assertThat(server.received("POST /v1/jobs")).hasSize(1);
    }

    @Test
    void aJobThatFailedInAnEarlierEvaluationIsFollowedByAnother() {
        server.answering("POST /v1/jobs", 202, FAILED);

        assertThatThrownBy(() -> make(wanted(1))).hasMessageContaining("no such solver");

        assertThat(server.received("POST /v1/jobs").stream()
                        .map(GatewayOnly.Received::idempotencyKey)
                        .distinct())
                .hasSize(8);
    }

    private void make(List<Wanted> wanted) {
        var bulk = new BulkImages(gateway, gateway::submit, _ -> {}, progress());
        bulk.add(images, wanted);
        bulk.make();
    }

    private static Progress progress() {
        var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);
        return new Progress(new Console(nowhere, nowhere, false));
    }

    private static List<Wanted> wanted(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Wanted(i, "prompt " + i, Optional.empty()))
                .toList();
    }

    private static String job(String status) {
        String images =
                status.equals("succeeded") ? "{\"index\": 0, \"sha256\": \"%s\"}".formatted(Digest.sha256(PNG)) : "";
        return "{\"id\": \"7\", \"status\": \"%s\", \"images\": [%s]}".formatted(status, images);
    }
}
