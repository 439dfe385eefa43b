package io.unstir.gateway.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.unstir.gateway.auth.Caller;
import io.unstir.gateway.auth.Scope;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RequestRatesTest {
    private static final Caller ANN = new Caller("ann", Set.of(Scope.SUBMIT), Optional.of("a"));
    private static final Caller BEN = new Caller("ben", Set.of(Scope.SUBMIT), Optional.of("b"));

    private long now = -7_000_000_000L;
    private final RequestRates rates = new RequestRates(new Limits(1, 1, 1, 3, 2, 1), () -> now);

    @Test
    void whoUploadsMoreIsToldWhenToComeAgain() {
        // Given
        for (int i = 0; i < 3; i++) {
            rates.countUpload(ANN);
        }

        // When
        var refusal = catchThrowableOfType(ProblemException.class, () -> rates.countUpload(ANN));

        // Then
        assertThat(refusal.code()).isEqualTo(ProblemCode.TOO_MANY_REQUESTS);
        assertThat(refusal.retryAfter()).hasValue(20);
        assertThat(refusal.errors().getFirst().field()).isEqualTo("uploads");
        assertThat(refusal.errors().getFirst().limit()).startsWith("3 ");
        now += Duration.ofSeconds(20).toNanos();
        assertThatCode(() -> rates.countUpload(ANN)).doesNotThrowAnyException();
    }

    @Test
    void eachKeyAndKindIsCountedForItself() {
        // When
        rates.countTraining(ANN);
        rates.countTraining(ANN);

        // Then
        assertThat(catchThrowableOfType(ProblemException.class, () -> rates.countTraining(ANN))
                        .errors()
                        .getFirst()
                        .field())
                .isEqualTo("trainings");
        assertThatCode(() -> rates.countUpload(ANN)).doesNotThrowAnyException();
        assertThatCode(() -> rates.countTraining(BEN)).doesNotThrowAnyException();
    }

    @Test
    void whoHasNoKeyIsNotCounted() {
        var anybody = Caller.unrestricted("default");

        for (int i = 0; i < 10; i++) {
            assertThatCode(() -> rates.countTraining(anybody)).doesNotThrowAnyException();
        }
    }
}
