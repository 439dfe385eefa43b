package io.unstir.local.bench;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * When what happened to a job, in microseconds since 1970: one machine has one clock.
 *
 * @param posted before the request's first byte
 * @param accepted the 202 is here
 * @param brokerMicros how long the broker took to acknowledge, as the gateway says
 * @param started a sampler has taken it
 * @param samplingMicros how long the engine had it, waiting for a run included
 * @param storingMicros how long encoding and storing the image took
 * @param succeeded the sampler says that it is done
 * @param seen the event that says so is here, as any consumer has it
 * @param recorded the database's row says so; 0 where nobody looked
 */
record JobTimes(
        long posted,
        long accepted,
        long brokerMicros,
        long started,
        long samplingMicros,
        long storingMicros,
        long succeeded,
        long seen,
        long recorded) {

    static long now() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }
}
