package io.unstir.local.bench;

import java.util.function.ToLongFunction;

/** A part of a job's way and how long it took, in microseconds. */
enum Stage {
    WHOLE("POST to the succeeded event", times -> times.seen() - times.posted()),
    GATEWAY(
            "gateway: POST to 202, without the broker",
            times -> times.accepted() - times.posted() - times.brokerMicros()),
    BROKER("broker: acknowledged the job", JobTimes::brokerMicros),
    INTAKE("intake: acknowledged to taken by a sampler", times -> Math.max(0, times.started() - times.accepted())),
    ENGINE("engine: the reverse steps", JobTimes::samplingMicros),
    BLOB("blob: encoded and stored", JobTimes::storingMicros),
    EVENTS(
            "events: told while it ran, each acknowledged",
            times -> times.succeeded() - times.started() - times.samplingMicros() - times.storingMicros()),
    DELIVERY("delivery: succeeded to seen by a consumer", times -> times.seen() - times.succeeded()),
    STORAGE("storage: succeeded to the database's row", times -> times.recorded() - times.succeeded());

    private final String label;
    private final ToLongFunction<JobTimes> micros;

    Stage(String label, ToLongFunction<JobTimes> micros) {
        this.label = label;
        this.micros = micros;
    }

    String label() {
        return label;
    }

    long micros(JobTimes times) {
        return micros.applyAsLong(times);
    }
}
