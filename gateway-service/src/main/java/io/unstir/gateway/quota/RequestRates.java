package io.unstir.gateway.quota;

import io.unstir.gateway.auth.Caller;
import io.unstir.gateway.config.GatewayConfig;
import io.unstir.gateway.config.LimitsConfig;
import io.unstir.gateway.problem.FieldError;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.LongSupplier;

/** How often a key may upload and ask for trainings. Each gateway counts what comes to it. */
@Singleton
public class RequestRates {
    private final Rate uploads;
    private final Rate trainings;

    @Inject
    RequestRates(GatewayConfig config) {
        this(config.limits(), System::nanoTime);
    }

    RequestRates(LimitsConfig limits, LongSupplier clock) {
        this.uploads = new Rate(limits.uploadsPerMinutePerKey(), clock);
        this.trainings = new Rate(limits.trainingsPerMinutePerKey(), clock);
    }

    /** Counts an upload or ends the request with 429. */
    public void countUpload(Caller caller) {
        count(caller, uploads, "uploads");
    }

    /** Counts a training or ends the request with 429. */
    public void countTraining(Caller caller) {
        count(caller, trainings, "trainings");
    }

    private static void count(Caller caller, Rate rate, String what) {
        if (caller.keyId().isEmpty()) {
            return;
        }
        int seconds = rate.take(caller.owner());
        if (seconds > 0) {
            String limit = "%d %s a minute for one key".formatted(rate.perMinute(), what);
            throw new ProblemException(
                    ProblemCode.TOO_MANY_REQUESTS,
                    new FieldError(
                            what,
                            "1 more",
                            limit,
                            "There may be %s; there is room in about %d s".formatted(limit, seconds)),
                    seconds);
        }
    }
}
