package io.unstir.local.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import io.unstir.local.Console;
import io.unstir.local.api.Digest;
import io.unstir.local.fixture.GatewayOnly;
import io.unstir.local.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The verbs that ask a running system, and what they make of its answers. */
class VerbsIT {
    private static final String ID = "01a20786-9b25-7394-aa21-0c8e53b2f89c";
    private static final String AGAIN = "01a20786-9b25-7394-aa21-000000000001";
    private static final String TRAINING = "01a20786-9b25-7394-aa21-000000000002";
    private static final String SHA = "ab".repeat(32);
    private static final String VERIFY = "/v1/images/" + SHA + "/verify";

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private GatewayOnly gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new GatewayOnly(folder.resolve("data"))
                .answering("GET /v1/jobs", 200, """
                        {"jobs": [{"id": "%s", "status": "processing", "model": "emoji@1", "created_at": "2026-11-23T10:00:00.123Z",
                          "input": {"prompt": "a red\\napple", "n": 4}, "progress": {"value": 0.25}}], "next_cursor": "bmV4dA"}
                        """.formatted(ID))
                .answering("GET /v1/jobs/" + ID, 200, job(ID, "succeeded"))
                .answering("GET /v1/jobs/" + AGAIN, 200, job(AGAIN, "queued"))
                .streaming(
                        "GET /v1/jobs/" + AGAIN + "/events", "event: done\ndata: " + job(AGAIN, "succeeded") + "\n\n")
                .answering("GET /v1/models/emoji@latest", 200, "{\"id\":\"emoji@1\",\"sample\":{\"width\":32}}")
                .answering("POST /v1/models/emoji@1/retire", 200, "{\"id\":\"emoji@1\"}")
                .answering("GET /v1/images/" + SHA + "/lineage", 200, lineage())
                .answering("POST " + VERIFY, 202, verification("pending"))
                .answering("GET " + VERIFY + "/" + AGAIN, 200, verification("equal"));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void jobsAreATable() {
        assertThat(run("jobs")).isZero();

        assertThat(out.toString(UTF_8).lines().toList().getLast().split("\\s+"))
                .containsExactly(
                        ID, "processing", "emoji@1", "4", "25", "%", "2026-11-23T10:00:00Z", "a", "red", "apple");
        assertThat(err.toString(UTF_8)).contains("unstir jobs --cursor bmV4dA");
    }

    @Test
    void filtersReachTheGateway() {
        gateway.answering(
                "GET /v1/jobs?status=failed&model=emoji&prompt=a+red%26&created_after=2026-11-23T10%3A00%3A00Z&limit=5&cursor=x",
                200, "{\"jobs\":[],\"next_cursor\":null}");

        int exitCode = runWords(List.of(
                "jobs",
                "--status",
                "failed",
                "--model",
                "emoji",
                "--prompt",
                "a red&",
                "--after",
                "2026-11-23T10:00:00Z",
                "--limit",
                "5",
                "--cursor",
                "x"));

        assertThat(exitCode).as(err.toString(UTF_8)).isZero();
        assertThat(out.toString(UTF_8)).isEqualToIgnoringNewLines("no such job");
    }

    @Test
    void trainingsAreATable() {
        gateway.answering("GET /v1/trainings?limit=2", 200, """
                {"trainings": [{"id": "%s", "status": "processing", "model": "squares@1", "step": 150, "total_steps": 300,
                  "loss": 0.12345, "created_at": "2026-11-23T10:00:00.123Z"}], "next_cursor": "bmV4dA"}""".formatted(TRAINING));

        assertThat(run("trainings --limit 2")).isZero();

        assertThat(out.toString(UTF_8).lines().toList().getLast().split("\\s+"))
                .containsExactly(
                        TRAINING, "processing", "squares@1", "150", "of", "300", "0.1235", "2026-11-23T10:00:00Z");
        assertThat(err.toString(UTF_8)).contains("unstir trainings --cursor bmV4dA");
    }

    @Test
    void watchTellsTheEndOfAJobAndLeavesItAlone() {
        assertThat(run("watch " + AGAIN)).isZero();

        assertThat(out.toString(UTF_8)).contains("image 0  sha256 " + SHA, "/v1/images/" + SHA, AGAIN + " succeeded");
        assertThat(gateway.received("POST /v1/jobs/" + AGAIN + "/cancel")).isEmpty();
    }

    @Test
    void watchOfAJobThatFailsIsAFailure() {
        gateway.answering("GET /v1/jobs/" + ID, 200, """
                {"id":"%s","status":"failed","error":{"code":"not_finite","message":"numbers grew beyond all bounds"}}""".formatted(ID));

        assertThat(run("watch " + ID)).isEqualTo(1);
        assertThat(out.toString(UTF_8)).contains("failed: numbers grew beyond all bounds (not_finite)");
    }

    @Test
    void trainingIsWatchedAndCanceledLikeAJob() {
        gateway.answering("GET /v1/trainings/" + TRAINING, 200, """
                        {"id":"%s","status":"succeeded","step":9,"total_steps":9,"checkpoint":{"model":"mine","version":1}}""".formatted(TRAINING))
                .answering(
                        "POST /v1/trainings/" + TRAINING + "/cancel",
                        202,
                        "{\"id\":\"%s\",\"status\":\"processing\"}".formatted(TRAINING));

        assertThat(run("watch " + TRAINING)).as(err.toString(UTF_8)).isZero();
        assertThat(run("cancel " + TRAINING)).as(err.toString(UTF_8)).isZero();

        assertThat(out.toString(UTF_8))
                .isEqualToIgnoringNewLines("published mine@1\ntraining " + TRAINING + " will be canceled\n");
    }

    @Test
    void aKeyIsPrintedAloneSoThatAShellCanTakeIt() {
        gateway.answering(
                "POST /v1/keys", 201, "{\"id\":\"0123456789abcdef\",\"key\":\"unstir_k\",\"tenant\":\"acme\"}");

        int exitCode = run("keys create studio --tenant acme --scopes submit,read --expires 2030-01-31T12:00:00Z");

        assertThat(exitCode).as(err.toString(UTF_8)).isZero();
        assertThat(out.toString(UTF_8)).isEqualToIgnoringNewLines("unstir_k");
        assertThat(err.toString(UTF_8)).contains("0123456789abcdef", "only now");
        assertThat(gateway.received("POST /v1/keys").getFirst().text())
                .isEqualTo(
                        "{\"name\":\"studio\",\"scopes\":[\"submit\",\"read\"],\"tenant\":\"acme\",\"expires_at\":\"2030-01-31T12:00:00Z\"}");
    }

    @Test
    void keysAreATableAndCanBeRevoked() {
        gateway.answering("GET /v1/keys", 200, """
                        {"keys":[{"id":"0123456789abcdef","name":"my studio","tenant":"acme","scopes":["submit","read"],
                         "created_at":"2026-11-23T10:00:00.5Z","expires_at":null,"revoked_at":"2026-11-23T11:00:00Z"}]}""")
                .answering("DELETE /v1/keys/0123456789abcdef", 200, "{\"id\":\"0123456789abcdef\"}");

        assertThat(run("keys list")).isZero();
        assertThat(run("keys revoke 0123456789abcdef")).isZero();

        assertThat(out.toString(UTF_8).lines().skip(1).map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "0123456789abcdef acme submit,read 2026-11-23T10:00:00Z revoked my studio",
                        "key 0123456789abcdef is revoked");
    }

    @Test
    void parkedJobsAreATable() {
        gateway.answering("GET /v1/parked?limit=5&cursor=9", 200, """
                {"parked":[{"id":"%s","tenant":"acme","error":{"code":"delivery-limit","message":"it never ended"},"retryable":true,
                  "parked_at":"2026-11-23T10:00:00.5Z","delivery_count":5,"source":{"topic":"unstir.jobs","partition":3,"offset":17}},
                 {"id":"unstir.jobs:3:18","tenant":null,"error":{"code":"malformed-job","message":"no job"},"retryable":false,
                  "parked_at":"2026-11-23T10:00:00Z","delivery_count":1,"source":{"topic":"unstir.jobs","partition":3,"offset":18}}],
                 "next_cursor":"7"}""".formatted(ID));

        assertThat(run("parked list --limit 5 --cursor 9")).isZero();

        assertThat(out.toString(UTF_8).lines().skip(1).map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        ID + " acme delivery-limit 5 2026-11-23T10:00:00Z unstir.jobs:3:17 it never ended",
                        "unstir.jobs:3:18 ? malformed-job 1 2026-11-23T10:00:00Z unstir.jobs:3:18 no job");
        assertThat(err.toString(UTF_8)).contains("unstir parked list --cursor 7");
    }

    @Test
    void allParkedJobsAreRetriedAndOneThatIsRefusedStopsNoOther() throws IOException {
        // Given
        gateway.answering("GET /v1/parked?limit=100", 200, "{\"parked\":[{\"id\":\"a:1:2\"}],\"next_cursor\":\"5\"}")
                .answering(
                        "GET /v1/parked?limit=100&cursor=5",
                        200,
                        "{\"parked\":[{\"id\":\"%s\"}],\"next_cursor\":null}".formatted(ID))
                .answering("POST /v1/parked/a%3A1%3A2/retry", 409, "{\"title\":\"It is no job\",\"code\":\"conflict\"}")
                .answering(
                        "POST /v1/parked/" + ID + "/retry", 202, "{\"id\":\"%s\",\"job\":\"%s\"}".formatted(ID, AGAIN));

        // When
        int exitCode = run("parked retry --all");
        String text = out.toString(UTF_8);
        out.reset();
        int asJson = run("parked retry --all --json");

        // Then
        assertThat(List.of(exitCode, asJson)).containsExactly(1, 1);
        assertThat(text).isEqualToIgnoringNewLines("job " + ID + " is submitted again as " + AGAIN);
        assertThat(err.toString(UTF_8)).contains("a:1:2: It is no job (conflict, HTTP 409)");
        var document = Json.read(out.toString(UTF_8));
        assertThat(Json.objects(document, "retried")).extracting("job").containsExactly(AGAIN);
        assertThat(Json.objects(document, "refused")).extracting("id").containsExactly("a:1:2");
    }

    @Test
    void aGatewayThatTakesNoMoreEndsTheRetrying() {
        gateway.answering("POST /v1/parked/a/retry", 429, "{\"title\":\"The queue is full\",\"code\":\"queue-full\"}");

        assertThat(run("parked retry a b")).isEqualTo(1);

        assertThat(err.toString(UTF_8)).contains("queue-full");
        assertThat(gateway.received("POST /v1/parked/b/retry")).isEmpty();
    }

    @Test
    void parkedJobsAreDroppedWhereThatIsSaidTwice() {
        gateway.answering("DELETE /v1/parked/" + ID, 204, "");

        int unasked = run("parked drop " + ID);
        boolean untouched = gateway.received("DELETE /v1/parked/" + ID).isEmpty();
        int asked = run("parked drop " + ID + " --yes");

        assertThat(List.of(unasked, asked)).containsExactly(2, 0);
        assertThat(untouched).isTrue();
        assertThat(err.toString(UTF_8)).contains("say --yes: there is no terminal to ask on");
        assertThat(out.toString(UTF_8)).isEqualToIgnoringNewLines("job " + ID + " is dropped");
    }

    @Test
    void theFoldersOwnKeyIsShownToTheGateway() throws IOException {
        Files.writeString(folder.resolve("data/admin-key"), "unstir_mine\n");

        assertThat(run("jobs")).isZero();

        assertThat(gateway.received("GET /v1/jobs").getFirst().headers().getFirst("Authorization"))
                .isEqualTo("Bearer unstir_mine");
    }

    @Test
    void whoseKeyIsNotTakenIsToldWhereItComesFrom() {
        gateway.answering("POST /v1/keys", 401, "");

        assertThat(run("keys create a --scopes read")).isEqualTo(1);
        assertThat(err.toString(UTF_8)).contains("UNSTIR_API_KEY", "HTTP 401");
    }

    @Test
    void whatIsNeitherJobNorTrainingIsNotFound() {
        gateway.answering(
                "GET /v1/jobs/" + TRAINING, 404, "{\"title\":\"There is no such thing\",\"code\":\"not-found\"}");

        assertThat(run("watch " + TRAINING)).isEqualTo(1);
        assertThat(err.toString(UTF_8)).contains("not-found");
    }

    @Test
    void modelIsShownAndRetired() {
        assertThat(run("models show emoji@latest")).isZero();
        assertThat(runWords(List.of("models", "retire", "emoji@1", "--reason", "too old")))
                .isZero();

        assertThat(out.toString(UTF_8))
                .isEqualToIgnoringNewLines("id: emoji@1\nsample\n  width: 32\nmodel emoji@1 is retired\n");
        assertThat(gateway.received("POST /v1/models/emoji@1/retire").getFirst().text())
                .isEqualTo("{\"reason\":\"too old\"}");
    }

    @Test
    void lineageIsATreeWithTheImageAtItsRoot() {
        assertThat(run("lineage " + SHA)).isZero();

        assertThat(out.toString(UTF_8)).isEqualToIgnoringNewLines("""
                image 0
                │  sha256 %1$s
                │  32x32
                │  code 5f0c7d, java 25, onnxruntime 1.29.0
                └─ job "a red apple"
                   │  %2$s
                   │  seed 7, ddim, steps 20, guidance 3
                   ├─ checkpoint emoji@1
                   │  │  sha256 cd
                   │  │  evaluated 2026-11-23T10:00:00Z: Fréchet distance 12.5, prompt agreement 0.5
                   │  └─ training 13,000 steps
                   │     │  run-1
                   │     ├─ data set of 1,911 items
                   │     │     sha256 ef
                   │     └─ checkpoint emoji@0
                   │           sha256 ab
                   ├─ init image
                   │  │  sha256 01
                   │  └─ job "an apple"
                   │     │  job-0
                   │     └─ checkpoint emoji@1, as above
                   └─ noise of seed 7, image 0
                """.formatted(SHA, ID));
    }

    @Test
    void forwardLineageListsEveryPageOfWhatCameOfIt() {
        gateway.answering(
                        "GET /v1/images?from=bad&limit=100",
                        200,
                        "{\"images\":[{\"sha256\":\"aa\",\"model\":\"emoji@1\",\"prompt\":\"a cat\"}],\"next_cursor\":\"c1\"}")
                .answering(
                        "GET /v1/images?from=bad&limit=100&cursor=c1",
                        200,
                        "{\"images\":[{\"sha256\":\"bb\",\"model\":\"emoji@1\",\"prompt\":\"a dog\"}],\"next_cursor\":null}");

        assertThat(run("lineage --forward bad")).as(err.toString(UTF_8)).isZero();

        assertThat(out.toString(UTF_8).lines()).containsExactly("aa  emoji@1  \"a cat\"", "bb  emoji@1  \"a dog\"");
    }

    @Test
    void fileStandsForTheImageInIt() throws IOException {
        Path file = Files.writeString(folder.resolve("a.png"), "any bytes");
        gateway.answering(
                "GET /v1/images/" + Digest.sha256("any bytes".getBytes(UTF_8)) + "/lineage",
                200,
                "{\"nodes\":[],\"edges\":[]}");

        assertThat(run("lineage " + file)).as(err.toString(UTF_8)).isZero();
    }

    @Test
    void verificationSaysWhetherTheBytesAreEqual() {
        int equal = run("verify " + SHA);
        gateway.answering("GET " + VERIFY + "/" + AGAIN, 200, verification("different"));
        int different = run("verify " + SHA);

        assertThat(List.of(equal, different)).containsExactly(0, 1);
        assertThat(out.toString(UTF_8))
                .contains("equal: job " + AGAIN + " made " + SHA + " again", "different: job " + AGAIN)
                .contains("made cd, not " + SHA + ". The largest difference of a pixel is 3 of 255.");
    }

    @Test
    void verificationWaitsUntilThePicturesAreCompared() {
        gateway.answeringInTurn(
                "GET " + VERIFY + "/" + AGAIN,
                List.of(
                        verification("pending"),
                        verification("different").replace("\"largest_difference\":3", "\"largest_difference\":null"),
                        verification("different")));

        assertThat(run("verify " + SHA)).isEqualTo(1);

        assertThat(out.toString(UTF_8)).contains("The largest difference of a pixel is 3 of 255.");
        assertThat(gateway.received("GET " + VERIFY + "/" + AGAIN)).hasSize(3);
    }

    @Test
    void aSampleIsMadeAgainSomeAtATimeAndOneThatDiffersFailsIt() throws IOException {
        // Given
        var images = IntStream.range(0, 5).mapToObj(i -> "%064d".formatted(i)).toList();
        gateway.answering(
                "GET /v1/images/sample?count=5&seed=7",
                200,
                "{\"seed\":7,\"images\":[\"%s\"]}".formatted(String.join("\",\"", images)));
        images.forEach(image -> answerVerification(image, image.equals(images.get(3)) ? "different" : "equal"));
        gateway.answeringInTurn(
                "POST /v1/images/%s/verify?priority=bulk".formatted(images.get(2)),
                429,
                List.of("{\"title\":\"Too many jobs\",\"code\":\"too-many-jobs\"}"),
                202,
                List.of(verification(images.get(2), "pending")));

        // When
        int exitCode = run("verify --sample 5 --seed 7 --parallel 2");
        String text = out.toString(UTF_8);
        out.reset();
        int again = run("verify --sample 5 --seed 7 --json");

        // Then
        assertThat(exitCode).as(err.toString(UTF_8)).isEqualTo(1);
        assertThat(text.lines()).element(0).asString().startsWith("5 images, seed 7, ");
        assertThat(text.lines().map(line -> line.replaceAll(" +", " ")).skip(1))
                .containsExactly(
                        " equal 4",
                        " different 1",
                        " inconclusive 0",
                        "different " + images.get(3) + " job " + AGAIN
                                + " The largest difference of a pixel is 3 of 255.");
        assertThat(again).isEqualTo(1);
        assertThat(Json.read(out.toString(UTF_8)))
                .containsEntry("images", 5)
                .containsEntry("equal", 4)
                .containsEntry("different", 1)
                .containsEntry("seed", 7);
    }

    @Test
    void whenASampleIsBrokenOffWhatIsOnTheWayIsCanceled() {
        // Given
        gateway.answering("GET /v1/images/sample?count=3", 200, "{\"seed\":1,\"images\":[\"%s\"]}".formatted(SHA))
                .answering("POST " + VERIFY + "?priority=bulk", 202, verification("pending"))
                .answering("GET " + VERIFY + "/" + AGAIN, 500, "")
                .answering("POST /v1/jobs/" + AGAIN + "/cancel", 202, job(AGAIN, "processing"));

        // When, then
        assertThat(run("verify --sample 3")).isEqualTo(1);
        assertThat(gateway.received("POST /v1/jobs/" + AGAIN + "/cancel")).hasSize(1);
    }

    @Test
    void anEmptyStoreIsAllTrue() {
        gateway.answering("GET /v1/images/sample?count=3", 200, "{\"seed\":1,\"images\":[]}");

        assertThat(run("verify --sample 3")).isZero();
        assertThat(out.toString(UTF_8)).startsWith("0 images, seed 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "verify",
                "verify ab --sample 3",
                "verify ab --seed 3",
                "verify --sample 0",
                "verify --sample 1001",
                "verify --sample 3 --parallel 65"
            })
    void aSampleIsAskedForInBounds(String line) {
        assertThat(run(line)).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("--");
    }

    private void answerVerification(String image, String outcome) {
        var verify = "/v1/images/" + image + "/verify";
        gateway.answering("POST " + verify + "?priority=bulk", 202, verification(image, "pending"))
                .answering("GET " + verify + "/" + AGAIN, 200, verification(image, outcome));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jobs",
                "watch " + ID,
                "cancel " + ID,
                "models show emoji@latest",
                "models show none",
                "models retire emoji@1",
                "lineage ab",
                "verify ab"
            })
    void jsonIsOneDocument(String line) throws IOException {
        String words = line.endsWith(" ab") ? line.replace(" ab", " " + SHA) : line;

        run(words + " --json");

        String text = out.toString(UTF_8);
        try (var parser = new JsonFactory().createParser(text)) {
            parser.nextToken();
            parser.skipChildren();
            assertThat(parser.nextToken()).as(text).isNull();
        }
        assertThat(Json.read(text)).isNotEmpty();
    }

    private int run(String line) {
        return runWords(List.of(line.split(" ")));
    }

    private int runWords(List<String> line) {
        var words = new ArrayList<>(List.of("--data", folder.resolve("data").toString()));
        words.addAll(line);
        var console = new Console(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), false);
        return UnstirCommand.run(console, words.toArray(String[]::new));
    }

    private static String job(String id, String status) {
        return "{\"id\":\"%s\",\"status\":\"%s\",\"input\":{\"n\":1},\"images\":[{\"index\":0,\"sha256\":\"%s\"}]}"
                .formatted(id, status, SHA);
    }

    private static String verification(String outcome) {
        return verification(SHA, outcome);
    }

    private static String verification(String image, String outcome) {
        return """
                {"image":"%1$s","job":"%2$s","status":"succeeded","outcome":"%3$s","actual":"cd",
                 "report":"The largest difference of a pixel is 3 of 255.","largest_difference":3,
                 "original_device_class":"avx2","actual_device_class":"neon",
                 "urls":{"self":"/v1/images/%1$s/verify/%2$s"}}""".formatted(image, AGAIN, outcome);
    }

    private static String lineage() {
        return """
                {"nodes": [
                  {"id": "%1$s", "kind": "image", "label": "image 0", "properties": {"width": 32, "height": 32,
                   "code_revision": "5f0c7d", "libraries": {"onnxruntime": "1.29.0", "java": "25"}}},
                  {"id": "%2$s", "kind": "job", "label": "a red apple",
                   "properties": {"request": {"seed": "7", "guidance_scale": 3, "solver": {"name": "ddim", "steps": 20}}}},
                  {"id": "01", "kind": "image", "label": "init image", "properties": {}},
                  {"id": "cd", "kind": "checkpoint", "label": "emoji@1", "properties": {"evaluations": [{"evaluated_at": "2026-11-23T10:00:00Z",
                   "scores": {"frechet_distance": 12.5, "prompt_agreement": 0.5}}]}},
                  {"id": "ab", "kind": "checkpoint", "label": "emoji@0", "properties": {}},
                  {"id": "job-0", "kind": "job", "label": "an apple", "properties": {}},
                  {"id": "noise 7/0", "kind": "noise", "label": "seed 7, image 0", "properties": {"seed": 7, "image": 0}},
                  {"id": "run-1", "kind": "training", "label": "13,000 steps", "properties": {"id": "run-1"}},
                  {"id": "ef", "kind": "dataset", "label": "1,911 items", "properties": {}}],
                 "edges": [{"from": "%2$s", "to": "%1$s"}, {"from": "cd", "to": "%2$s"}, {"from": "01", "to": "%2$s"},
                  {"from": "run-1", "to": "cd"}, {"from": "ef", "to": "run-1"}, {"from": "ab", "to": "run-1"},
                  {"from": "job-0", "to": "01"}, {"from": "cd", "to": "job-0"}, {"from": "noise 7/0", "to": "%2$s"}]}""".formatted(SHA, ID);
    }
}
