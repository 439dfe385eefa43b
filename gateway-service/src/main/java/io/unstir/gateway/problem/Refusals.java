package io.unstir.gateway.problem;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;

/** Counts requests that were answered with a problem, by its code; every code from the start, so that the first one is seen to rise. */
@Startup
@Singleton
class Refusals {
    private final Map<ProblemCode, Counter> byCode = new EnumMap<>(ProblemCode.class);

    Refusals(MeterRegistry meters) {
        for (var code : ProblemCode.values()) {
            byCode.put(
                    code,
                    Counter.builder("unstir.requests.refused")
                            .description("Requests that were answered with a problem")
                            .tag("code", code.code())
                            .register(meters));
        }
    }

    void count(ProblemCode code) {
        byCode.get(code).increment();
    }
}
