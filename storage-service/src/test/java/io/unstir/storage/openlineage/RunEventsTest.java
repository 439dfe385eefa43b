package io.unstir.storage.openlineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.unstir.storage.openlineage.Transition.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunEventsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123456Z");
    private static final String JOB = "0199a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b";

    @ParameterizedTest
    @EnumSource
    void everyEventOfASamplingIsValid(EventType type) throws IOException {
        var event = OpenLineageRules.check(sampling(type, wholeJob()));

        assertThat(event.get("eventTime").asText()).isEqualTo(NOON.toString());
        assertThat(event.at("/run/runId").asText()).isEqualTo(JOB);
        assertThat(event.at("/inputs").findValuesAsText("name"))
                .containsExactly("c".repeat(64), "1".repeat(64), "2".repeat(64));
        assertThat(event.path("outputs").findValuesAsText("name")).hasSize(type == EventType.START ? 0 : 2);
        assertThat(event.at("/run/facets").has("errorMessage")).isEqualTo(type == EventType.FAIL);
    }

    @ParameterizedTest
    @EnumSource
    void everyEventOfATrainingIsValid(EventType type) throws IOException {
        var event = OpenLineageRules.check(training(type, wholeTraining()));

        assertThat(event.at("/job/name").asText()).isEqualTo("training/emoji");
        assertThat(event.at("/inputs").findValuesAsText("name")).containsExactly("e".repeat(64), "8".repeat(64));
        assertThat(event.path("outputs").findValuesAsText("name"))
                .isEqualTo(type == EventType.COMPLETE ? List.of("d".repeat(64)) : List.of());
        assertThat(event.at("/run/facets/unstir_training").has("loss")).isEqualTo(type != EventType.START);
    }

    @ParameterizedTest
    @EnumSource
    void whatLittleIsKnownOfOldRunsIsValidToo(EventType type) throws IOException {
        OpenLineageRules.check(sampling(type, littleKnownJob()));
        OpenLineageRules.check(training(type, littleKnownTraining()));
    }

    @Test
    void theEventInTheDocsIsOne() throws IOException {
        var docs = Files.readString(Path.of("../docs/lineage.md"));
        int begin = docs.indexOf("```json") + "```json".length();

        var event = OpenLineageRules.check(docs.substring(begin, docs.indexOf("```", begin)));

        assertThat(event.get("eventType").asText()).isEqualTo("COMPLETE");
    }

    @Test
    void theRulesRefuseWhatIsNotARunEvent() throws IOException {
        var event = sampling(EventType.START, wholeJob());

        assertThatThrownBy(() -> OpenLineageRules.check(event.replace("\"" + JOB, "\"job-" + JOB)))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> OpenLineageRules.check(event.replace("\"eventTime\"", "\"time\"")))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> OpenLineageRules.check(event.replace("\"tenant\"", "\"owner\"")))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> OpenLineageRules.check(event.replace("/1-1-1/Proc", "/1-0-0/Proc")))
                .isInstanceOf(AssertionError.class);
    }

    private static String sampling(EventType type, SamplingRun run) throws IOException {
        var transition = new Transition(1, Kind.SAMPLING, run.id(), type, NOON);
        return JSON.writeValueAsString(new SamplingEvents("unstir").event(transition, run));
    }

    private static String training(EventType type, TrainingRun run) throws IOException {
        var transition = new Transition(1, Kind.TRAINING, run.id(), type, NOON);
        return JSON.writeValueAsString(new TrainingEvents("unstir").event(transition, run));
    }

    private static SamplingRun wholeJob() throws IOException {
        return new SamplingRun(
                JOB,
                "acme",
                new ModelName("emoji", "1"),
                "c".repeat(64),
                request("""
                {"prompt": "a cat", "seed": "42", "image_count": 2, "solver": {"name": "ddim", "steps": 10},
                 "image": {"image_sha256": "%s", "mask_sha256": "%s"}}""".formatted("1".repeat(64), "2".repeat(64))),
                2,
                Optional.of("sampler-1"),
                Optional.of("ort-1.29.0/cpu"),
                Optional.of(new BuiltOf("5".repeat(40), request("{\"onnxruntime\": \"1.29.0\"}"))),
                Optional.of(500L),
                Optional.of("unknown-solver"),
                Optional.of("There is no such solver."),
                Optional.of("by the user"),
                List.of(
                        new SamplingRun.Image(0, "a".repeat(64), 1000, 32, 32, "ort-1.29.0/cpu"),
                        new SamplingRun.Image(1, "b".repeat(64), 1000, 32, 32, "ort-1.29.0/cpu")));
    }

    private static SamplingRun littleKnownJob() throws IOException {
        return new SamplingRun(
                JOB,
                "default",
                new ModelName("emoji", "1"),
                "c".repeat(64),
                request("{\"image_count\": 1}"),
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    private static TrainingRun wholeTraining() throws IOException {
        return new TrainingRun(
                "emoji-first",
                Optional.of("acme"),
                Optional.of(new ModelName("emoji", "1")),
                Optional.of("model: emoji"),
                Optional.of(4_798_147L),
                Optional.of(new TrainingRun.DataSet("e".repeat(64), Optional.of(24L))),
                Optional.of("8".repeat(64)),
                Optional.of("trainer"),
                Optional.of(new BuiltOf("7".repeat(40), request("{\"pytorch\": \"2.7.1\", \"djl\": \"0.35.1\"}"))),
                Optional.of(1000L),
                1000,
                Optional.of(0.05),
                Optional.of(4.3E-6),
                Optional.of("d".repeat(64)),
                Optional.of("parity"),
                Optional.of("The exported graph differs."),
                Optional.of("not wanted"));
    }

    private static TrainingRun littleKnownTraining() {
        return new TrainingRun(
                "run",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static JsonNode request(String json) throws IOException {
        return JSON.readTree(json);
    }
}
