package io.unstir.gateway.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.unstir.gateway.body.FieldsTest;
import io.unstir.gateway.models.Model;
import io.unstir.gateway.problem.ProblemException;
import io.unstir.gateway.publish.SubmissionId;
import io.unstir.proto.v1.BundleManifest;
import io.unstir.proto.v1.NoiseSchedule;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class JobDraftTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00.123Z");

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
        assertThat(draft("{'prompt':'a'}").input().seed())
                .isEqualTo(SubmissionId.of("default", "key").seed());
    }

    @Test
    void theEventAndTheAnswerSayTheSame() {
        // Given
        var draft = draft("{'prompt':'a','n':3,'steps':7,'eta':0.5,'seed':9}");

        // When
        var job = draft.queued();

        // Then
        assertThat(job.id()).isEqualTo(draft.event().getJobId());
        assertThat(job.createdAt()).isEqualTo(NOW);
        assertThat(job.progress().stepsTotal()).isEqualTo(21);
        assertThat(draft.event().getRequest().getSolver().getEta()).isEqualTo(0.5);
        assertThat(draft.event().getRequestDigest()).hasSize(64);
    }

    @Test
    void moreStepsThanTheModelWasTrainedWithAreRefused() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> draft("{'prompt':'a','steps':101}"))
                .withMessageContaining("at most 100");
    }

    private static JobDraft draft(String json) {
        var schedule = NoiseSchedule.newBuilder();
        for (int t = 0; t < 100; t++) {
            schedule.addAlphasCumprod(1 - t / 100.0);
        }
        var manifest = BundleManifest.newBuilder().setSchedule(schedule).build();
        var model = new Model("plain", "1", "d", manifest, NOW);
        return JobDraft.of(
                JobRequest.read(FieldsTest.fields(json)), SubmissionId.of("default", "key"), "default", NOW, model);
    }
}
