package io.unstir.gateway.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.unstir.gateway.auth.Caller;
import io.unstir.gateway.auth.Scope;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OpenJobsTest {
    private static final Caller ANN = new Caller("ann", Set.of(Scope.SUBMIT), Optional.of("a"));
    private static final Caller BEN = new Caller("ben", Set.of(Scope.SUBMIT), Optional.of("b"));
    private static final Caller ANYBODY = Caller.unrestricted("default");

    private long now = -7_000_000_000L;
    private final OpenJobs jobs = new OpenJobs(new Limits(5, 3, 20, 1, 1, 1), () -> now);

    @Test
    void aKeyHasRoomAgainWhenAJobOfItsHasEnded() {
        // Given
        admit(ANN, "1", "2", "3");
        var refusal = refused(ANN, 1, "4");
        assertThat(refusal.code()).isEqualTo(ProblemCode.TOO_MANY_REQUESTS);
        assertThat(refusal.errors().getFirst().value()).isEqualTo("4");
        assertThat(refusal.errors().getFirst().limit()).startsWith("3 ");

        // When
        jobs.ended("2");

        // Then
        admit(ANN, "4");
        assertThat(refused(ANN, 1, "5").code()).isEqualTo(ProblemCode.TOO_MANY_REQUESTS);
    }

    @Test
    void theQueueIsFullForEverybody() {
        // Given
        admit(ANN, "1", "2", "3");
        admit(BEN, "4", "5");

        // Then
        assertThat(refused(BEN, 1, "6").code()).isEqualTo(ProblemCode.QUEUE_FULL);
        assertThat(refused(ANYBODY, 1, "6").code()).isEqualTo(ProblemCode.QUEUE_FULL);
    }

    @Test
    void whoHasNoKeyHasOnlyTheQueuesLimit() {
        assertThatCode(() -> admit(ANYBODY, "1", "2", "3", "4", "5")).doesNotThrowAnyException();
    }

    @Test
    void whatNeverFitsIsNotToldToComeAgain() {
        // When
        var jobsRefused = refused(ANN, 1, "1", "2", "3", "4");
        var imagesRefused = refused(ANN, 21, "1");

        // Then
        assertThat(List.of(jobsRefused, imagesRefused)).allSatisfy(refusal -> {
            assertThat(refusal.code()).isEqualTo(ProblemCode.INVALID_REQUEST);
            assertThat(refusal.retryAfter()).isEmpty();
            assertThat(refusal).hasMessageContaining("send it in parts");
        });
        assertThat(jobsRefused.errors().getFirst().value()).isEqualTo("4");
        assertThat(imagesRefused.errors().getFirst().value()).isEqualTo("21");
    }

    @Test
    void aBatchIsTakenWholeOrNotAtAll() {
        // When
        admit(ANN, "0");
        refused(ANN, 1, "1", "2", "3");
        jobs.ended("0");

        // Then
        assertThatCode(() -> admit(ANN, "1", "2", "3")).doesNotThrowAnyException();
    }

    @Test
    void whatOtherGatewaysTookCountsAsWellAndOnce() {
        // Given
        admit(ANN, "1");
        jobs.submitted("1", "ann", "a", 1);
        jobs.submitted("2", "ann", "a", 1);

        // Then
        assertThatCode(() -> admit(ANN, "3")).doesNotThrowAnyException();
        refused(ANN, 1, "4");
    }

    @Test
    void aJobWhoseEndIsReadFirstTakesNoRoom() {
        // When
        IntStream.range(0, 3).mapToObj(Integer::toString).forEach(id -> {
            jobs.ended(id);
            jobs.submitted(id, "ann", "a", 1);
        });

        // Then
        assertThatCode(() -> admit(ANN, "4", "5", "6")).doesNotThrowAnyException();
    }

    @Test
    void whatWasNotSubmittedAfterAllTakesNoRoomAndNoImages() {
        // Given
        var wanted = List.of(new OpenJobs.Wanted("1", 20));
        jobs.admit(ANN, wanted);

        // When
        jobs.release(wanted);

        // Then
        assertThatCode(() -> jobs.admit(ANN, wanted)).doesNotThrowAnyException();
    }

    @Test
    void imagesAMinuteComeBackEvenly() {
        // Given
        jobs.admit(ANN, List.of(new OpenJobs.Wanted("1", 16)));
        jobs.ended("1");

        // When
        var refusal = refused(ANN, 16, "2");

        // Then
        assertThat(refusal.code()).isEqualTo(ProblemCode.TOO_MANY_REQUESTS);
        assertThat(refusal.errors().getFirst().field()).isEqualTo("n");
        assertThat(refusal.retryAfter()).hasValue(36);
        now += Duration.ofSeconds(35).toNanos();
        refused(ANN, 16, "2");
        now += Duration.ofSeconds(1).toNanos();
        assertThatCode(() -> jobs.admit(ANN, List.of(new OpenJobs.Wanted("2", 16))))
                .doesNotThrowAnyException();
    }

    @Test
    void theWaitIsWhatThePaceOfTheLastMinuteMakesOfIt() {
        // Given: a job ends every two seconds
        for (int i = 0; i < 10; i++) {
            jobs.ended("earlier " + i);
            now += Duration.ofSeconds(2).toNanos();
        }
        admit(ANN, "1", "2", "3");

        // Then: two have to end, and ten did in 21 seconds
        assertThat(refused(ANN, 1, "4", "5").retryAfter()).hasValue(5);
    }

    @Test
    void whereNothingHasEndedTheWaitIsAGuess() {
        admit(ANN, "1", "2", "3");

        assertThat(refused(ANN, 1, "4").retryAfter()).hasValue(10);
    }

    @Test
    void whatHasNotEndedWithinADayIsForgotten() {
        // Given
        admit(ANN, "1", "2", "3");

        // When
        now += Duration.ofDays(1).toNanos() + 1;

        // Then
        assertThatCode(() -> admit(ANN, "4", "5", "6")).doesNotThrowAnyException();
    }

    private void admit(Caller caller, String... ids) {
        jobs.admit(caller, wanted(1, ids));
    }

    private ProblemException refused(Caller caller, int images, String... ids) {
        var refusal = catchThrowableOfType(ProblemException.class, () -> jobs.admit(caller, wanted(images, ids)));
        assertThat(refusal).isNotNull();
        return refusal;
    }

    private static List<OpenJobs.Wanted> wanted(int images, String... ids) {
        return List.of(ids).stream().map(id -> new OpenJobs.Wanted(id, images)).toList();
    }
}
