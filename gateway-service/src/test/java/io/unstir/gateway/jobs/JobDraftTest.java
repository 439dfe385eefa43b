package io.unstir.gateway.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.unstir.gateway.body.FieldsTest;
import io.unstir.gateway.models.Model;
import io.unstir.gateway.problem.FieldError;
import io.unstir.gateway.problem.ProblemException;
import io.unstir.gateway.publish.SubmissionId;
import io.unstir.proto.v1.BundleManifest;
import io.unstir.proto.v1.CanvasSize;
import io.unstir.proto.v1.GuidanceSettings;
import io.unstir.proto.v1.ImageConditioning;
import io.unstir.proto.v1.Margins;
import io.unstir.proto.v1.NoiseSchedule;
import io.unstir.proto.v1.Priority;
import io.unstir.proto.v1.SampleShape;
import io.unstir.proto.v1.SamplingRequest;
import io.unstir.proto.v1.SolverSettings;
import io.unstir.proto.v1.ThresholdingSettings;
import io.unstir.proto.v1.Variation;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobDraftTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00.123Z");
    private static final String IMAGE = "a".repeat(64);
    private static final String MASK = "b".repeat(64);
    private static final ObjectMapper SNAKE_CASE =
            new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

    private static final String EVERYTHING = """
            {'prompt':'a','seed':9,'solver':'unipc','timestep_spacing':'karras','order':3,
             'guidance_start':0.1,'guidance_end':0.8,'guidance_rescale':0.7,
             'thresholding':'dynamic','threshold_percentile':0.9,'width':64,
             'init_image':'%s','mask':'%s','strength':0.5,'outpaint':{'left':64,'bottom':4},
             'resample_times':5,'resample_jump':6,
             'variation_of':{'seed':9007199254740991,'image':3,'strength':0.25},'priority':'bulk',
             'preview_every':2}""";

    @Test
    void aModelWithoutDefaultsStillMakesAWholeJob() {
        // When
        var input = draft("{'prompt':'a'}").event().getRequest();

        // Then
        assertThat(input.getImageCount()).isOne();
        assertThat(input.getGuidanceScale()).isEqualTo(1);
        assertThat(input.getSolver().getName()).isEqualTo("ddim");
        assertThat(input.getSolver().getSteps()).isPositive();
        assertThat(input.getSolver().getTimestepSpacing()).isNotEmpty();
    }

    @Test
    void aJobSubmittedAgainUnderItsKeyIsTheSameJob() {
        assertThat(draft("{'prompt':'a'}").event())
                .isEqualTo(draft("{'prompt':'a'}").event());
        assertThat(draft("{'prompt':'a'}").sampling().getSeed())
                .isEqualTo(SubmissionId.of("default", "key").seed());
    }

    @Test
    void theEventAndTheAnswerSayTheSame() {
        // Given
        var draft = draft("{'prompt':'a','n':3,'steps':7,'eta':0.5,'seed':9}");

        // When
        var job = KnownJob.of(draft.event()).job();

        // Then
        assertThat(job.id()).isEqualTo(draft.event().getJobId());
        assertThat(job.createdAt()).isEqualTo(NOW);
        assertThat(job.progress().stepsTotal()).isEqualTo(21);
        assertThat(draft.event().getRequest().getSolver().getEta()).isEqualTo(0.5);
        assertThat(draft.event().getRequestDigest()).hasSize(64);
    }

    @Test
    void aJobWithoutNewSettingsHasTheBytesItAlwaysHad() {
        // Given
        var before = SamplingRequest.newBuilder()
                .setPrompt("a")
                .setNegativePrompt("b")
                .setSeed(9)
                .setImageCount(2)
                .setGuidanceScale(4.5)
                .setSolver(SolverSettings.newBuilder()
                        .setName("ddim")
                        .setSteps(7)
                        .setEta(0.5)
                        .setTimestepSpacing("leading"))
                .build();

        // When
        var request = draft("{'prompt':'a','negative_prompt':'b','seed':9,'n':2,'guidance_scale':4.5,'solver':'ddim',"
                        + "'steps':7,'eta':0.5}")
                .event()
                .getRequest();

        // Then
        assertThat(request.toByteArray()).isEqualTo(before.toByteArray());
    }

    @Test
    void everySettingReachesTheEvent() {
        // When
        var request = draft(EVERYTHING.formatted(IMAGE, MASK)).event().getRequest();

        // Then
        assertThat(request)
                .isEqualTo(SamplingRequest.newBuilder()
                        .setPrompt("a")
                        .setSeed(9)
                        .setImageCount(1)
                        .setGuidanceScale(1)
                        .setSolver(SolverSettings.newBuilder()
                                .setName("unipc")
                                .setSteps(50)
                                .setTimestepSpacing("karras")
                                .setOrder(3))
                        .setGuidance(GuidanceSettings.newBuilder()
                                .setIntervalStart(0.1)
                                .setIntervalEnd(0.8)
                                .setRescale(0.7))
                        .setThresholding(ThresholdingSettings.newBuilder()
                                .setKind("dynamic")
                                .setPercentile(0.9))
                        .setCanvas(CanvasSize.newBuilder().setWidth(64).setHeight(32))
                        .setImage(ImageConditioning.newBuilder()
                                .setImageSha256(IMAGE)
                                .setMaskSha256(MASK)
                                .setStrength(0.5)
                                .setOutpaint(Margins.newBuilder().setLeft(64).setBottom(4))
                                .setResampleTimes(5)
                                .setResampleJump(6))
                        .setVariation(Variation.newBuilder()
                                .setOfSeed(9007199254740991L)
                                .setOfImage(3)
                                .setStrength(0.25))
                        .setPriority(Priority.BULK)
                        .setPreviewEvery(2)
                        .build());
    }

    /** Storage shows a job as the gateway did when it accepted it: its test has the same document. */
    @Test
    void everySettingThatWasGivenIsShown() throws Exception {
        // When
        var input = JobInput.of(draft(EVERYTHING.formatted(IMAGE, MASK)).event().getRequest());

        // Then
        assertThat(SNAKE_CASE.valueToTree(input).toString())
                .isEqualTo(SNAKE_CASE.readTree("""
                {"prompt": "a", "negative_prompt": "", "n": 1, "seed": 9, "steps": 50, "solver": "unipc",
                 "guidance_scale": 1.0, "eta": 0.0, "timestep_spacing": "karras", "order": 3,
                 "guidance_start": 0.1, "guidance_end": 0.8, "guidance_rescale": 0.7,
                 "thresholding": "dynamic", "threshold_percentile": 0.9, "width": 64, "height": 32,
                 "init_image": "%s", "mask": "%s", "strength": 0.5,
                 "outpaint": {"left": 64, "top": 0, "right": 0, "bottom": 4}, "resample_times": 5, "resample_jump": 6,
                 "variation_of": {"seed": 9007199254740991, "image": 3, "strength": 0.25}, "priority": "bulk",
                 "preview_every": 2}
                """.formatted(IMAGE, MASK)).toString());
    }

    @Test
    void settingsThatWereNotGivenAreNotShown() {
        assertThat(SNAKE_CASE
                        .valueToTree(JobInput.of(draft("{'prompt':'a'}").event().getRequest()))
                        .fieldNames())
                .toIterable()
                .containsExactly(
                        "prompt",
                        "negative_prompt",
                        "n",
                        "seed",
                        "steps",
                        "solver",
                        "guidance_scale",
                        "eta",
                        "timestep_spacing");
    }

    static Stream<Arguments> strengths() {
        return Stream.of(
                arguments("", 0.75),
                arguments(",'mask':'%s'".formatted(MASK), 1.0),
                arguments(",'outpaint':{'top':1}", 1.0),
                arguments(",'mask':'%s','strength':0.2".formatted(MASK), 0.2));
    }

    @ParameterizedTest
    @MethodSource("strengths")
    void strengthDependsOnWhetherOnlyAPartIsMade(String more, double strength) {
        assertThat(draft("{'prompt':'a','init_image':'%s'%s}".formatted(IMAGE, more))
                        .event()
                        .getRequest()
                        .getImage()
                        .getStrength())
                .isEqualTo(strength);
    }

    static Stream<Arguments> beyondTheModel() {
        return Stream.of(
                arguments("'steps':101", "steps", "at most 100"),
                arguments("'width':31", "width", "32"),
                arguments("'width':129", "width", "4 times"),
                arguments("'height':129", "height", "4 times"),
                arguments("'eta':0.5,'solver':'ddpm'", "eta", "ddim"),
                arguments("'width':64,'init_image':'%s','outpaint':{'left':65}".formatted(IMAGE), "outpaint", "129"),
                arguments("'variance':'fixed-large'", "variance", "ddpm"),
                arguments("'variance':'learned','solver':'ddpm'", "variance", "learned none"),
                arguments("'order':2", "order", "unipc"),
                arguments("'order':2,'solver':'dpm++2m'", "order", "unipc"),
                arguments("'order':4,'solver':'unipc'", "order", "at most 3"),
                arguments(
                        "'init_image':'%s','outpaint':{'right':97}".formatted(IMAGE), "outpaint.right", "at most 96"));
    }

    @ParameterizedTest
    @MethodSource("beyondTheModel")
    void whatTheModelCannotDoIsRefused(String settings, String field, String why) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> draft("{'prompt':'a',%s}".formatted(settings)))
                .withMessageContaining(why)
                .satisfies(problem -> assertThat(problem.document().errors())
                        .extracting(FieldError::field)
                        .containsExactly(field));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'width':32,'height':128",
                "'variance':'fixed-large','solver':'ddpm'",
                "'order':3,'solver':'unipc'",
                "'order':4,'solver':'ipndm'",
                "'steps':100"
            })
    void whatTheModelCanDoIsTaken(String settings) {
        assertThatNoException().isThrownBy(() -> draft("{'prompt':'a',%s}".formatted(settings)));
    }

    @Test
    void aModelThatLearnedItsVarianceIsSampledWithIt() {
        // Given
        var learned = manifest().setLearnedVariance(true).build();

        // When
        var request = draft("{'prompt':'a','solver':'ddpm','variance':'learned'}", learned)
                .event()
                .getRequest();

        // Then
        assertThat(request.getSolver().getVariance()).isEqualTo("learned");
    }

    private static JobDraft draft(String json) {
        return draft(json, manifest().build());
    }

    private static JobDraft draft(String json, BundleManifest manifest) {
        var model = new Model("plain", "1", "d", manifest, NOW);
        return JobDraft.of(
                JobRequest.read(FieldsTest.fields(json)), SubmissionId.of("default", "key"), "default", NOW, model);
    }

    private static BundleManifest.Builder manifest() {
        var schedule = NoiseSchedule.newBuilder();
        for (int t = 0; t < 100; t++) {
            schedule.addAlphasCumprod(1 - t / 100.0);
        }
        return BundleManifest.newBuilder()
                .setSchedule(schedule)
                .setSample(SampleShape.newBuilder().setWidth(32).setHeight(32));
    }
}
