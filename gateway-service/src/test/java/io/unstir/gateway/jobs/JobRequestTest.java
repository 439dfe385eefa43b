package io.unstir.gateway.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.unstir.gateway.body.FieldsTest;
import io.unstir.gateway.problem.ProblemException;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobRequestTest {
    private static final String IMAGE = "a".repeat(64);
    private static final String MASK = "b".repeat(64);
    private static final String WITH_IMAGE = "'init_image':'%s',".formatted(IMAGE);

    @Test
    void theLargestRequestIsWithinTheLimits() {
        // When
        var request = read(
                "{'prompt':'%s','n':16,'seed':9007199254740991,'steps':1000,'guidance_scale':30,'eta':1,'solver':'ddim'}"
                        .formatted("😀".repeat(2000)));

        // Then
        assertThat(request.seed()).hasValue(9007199254740991L);
        assertThat(request.n()).hasValue(16);
    }

    @Test
    void theDigestIsThatOfTheMeaningAndNotOfTheText() {
        assertThat(read("{ 'n' : 2 , 'prompt' : 'a', 'eta': 0 }").digest())
                .isEqualTo(read("{'prompt':'\\u0061','n':2,'eta':0.0,'model':null}")
                        .digest());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'prompt':'b'}",
                "{'prompt':'a','n':1}",
                "{'prompt':'a','negative_prompt':''}",
                "{'prompt':'a','model':'emoji'}",
                "{'prompt':'a','seed':0}",
                "{'prompt':'a','timestep_spacing':'karras'}",
                "{'prompt':'a','variance':'fixed-large'}",
                "{'prompt':'a','order':2}",
                "{'prompt':'a','guidance_start':0.1}",
                "{'prompt':'a','guidance_end':0.9}",
                "{'prompt':'a','guidance_rescale':0.7}",
                "{'prompt':'a','thresholding':'none'}",
                "{'prompt':'a','width':64}",
                "{'prompt':'a','variation_of':{'seed':1}}",
                "{'prompt':'a','priority':'bulk'}",
                "{'prompt':'a','webhook':{'url':'https://example.org'}}",
                "{'prompt':'a','preview_every':1}",
                "{'prompt':'a\\n0 0'}"
            })
    void anotherRequestHasAnotherDigest(String other) {
        assertThat(read(other).digest()).isNotEqualTo(read("{'prompt':'a'}").digest());
    }

    /** Storage has jobs of the first release with their digests; their keys must go on to work. */
    @Test
    void aRequestOfTheFirstReleaseKeepsItsDigest() {
        assertThat(read("{'prompt':'a red heart','n':2,'seed':7,'solver':'ddpm','eta':0.5}")
                        .digest())
                .isEqualTo("642d5a95b555da6d4f2d1ceb6a29bceea511799acc85287ac832b8c9ccd8dc16");
    }

    @Test
    void eachSettingOfAnImageMakesAnotherDigest() {
        // Given
        var settings = Stream.of(
                "'n':1",
                "'mask':'%s'".formatted(MASK),
                "'strength':0.5",
                "'outpaint':{'left':1}",
                "'resample_times':2");

        // When
        var digests = settings.map(
                more -> read("{'prompt':'a',%s%s}".formatted(WITH_IMAGE, more)).digest());

        // Then
        assertThat(digests).doesNotHaveDuplicates().hasSize(5);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments("'solver':'plms'", "solver"),
                arguments("'timestep_spacing':'even'", "timestep_spacing"),
                arguments("'variance':'large'", "variance"),
                arguments("'order':0", "order"),
                arguments("'order':5", "order"),
                arguments("'guidance_start':-0.1", "guidance_start"),
                arguments("'guidance_start':1", "guidance_start"),
                arguments("'guidance_start':0.5,'guidance_end':0.5", "guidance_end"),
                arguments("'guidance_end':0", "guidance_end"),
                arguments("'guidance_rescale':1.1", "guidance_rescale"),
                arguments("'thresholding':'soft'", "thresholding"),
                arguments("'threshold_percentile':0.9", "threshold_percentile"),
                arguments("'thresholding':'clip','threshold_percentile':0.9", "threshold_percentile"),
                arguments("'thresholding':'dynamic','threshold_percentile':0.5", "threshold_percentile"),
                arguments("'width':0", "width"),
                arguments("'height':'tall'", "height"),
                arguments("'init_image':'photo.png'", "init_image"),
                arguments("'init_image':'%s'".formatted(IMAGE.toUpperCase(Locale.ROOT)), "init_image"),
                arguments("'mask':'%s'".formatted(MASK), "mask"),
                arguments("'strength':0.5", "strength"),
                arguments("'outpaint':{'left':1}", "outpaint"),
                arguments("'resample_times':2", "resample_times"),
                arguments("'resample_jump':2", "resample_jump"),
                arguments(WITH_IMAGE + "'strength':0", "strength"),
                arguments(WITH_IMAGE + "'strength':1.5", "strength"),
                arguments(WITH_IMAGE + "'mask':7", "mask"),
                arguments(WITH_IMAGE + "'outpaint':{}", "outpaint"),
                arguments(WITH_IMAGE + "'outpaint':{'left':0}", "outpaint"),
                arguments(WITH_IMAGE + "'outpaint':[1,2,3,4]", "outpaint"),
                arguments(WITH_IMAGE + "'outpaint':{'left':1,'top':-1}", "outpaint.top"),
                arguments(WITH_IMAGE + "'outpaint':{'left':1,'up':1}", "outpaint.up"),
                arguments(WITH_IMAGE + "'resample_times':21", "resample_times"),
                arguments(WITH_IMAGE + "'resample_jump':0", "resample_jump"),
                arguments("'variation_of':{}", "variation_of.seed"),
                arguments("'variation_of':7", "variation_of"),
                arguments("'variation_of':{'seed':1,'image':16}", "variation_of.image"),
                arguments("'variation_of':{'seed':1,'strength':1.5}", "variation_of.strength"),
                arguments("'priority':'urgent'", "priority"),
                arguments("'preview_every':0", "preview_every"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void aSettingBeyondItsLimitIsRefusedByName(String settings, String field) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> read("{'prompt':'a',%s}".formatted(settings)))
                .satisfies(problem -> assertThat(problem.document().errors())
                        .singleElement()
                        .satisfies(error -> {
                            assertThat(error.field()).isEqualTo(field);
                            assertThat(error.limit()).isNotBlank();
                            assertThat(error.message()).isNotBlank();
                        }));
    }

    private static JobRequest read(String json) {
        return JobRequest.read(FieldsTest.fields(json));
    }
}
