package io.unstir.proto;

import com.google.protobuf.Timestamp;
import java.time.Instant;

/** The time that a record tells. Protobuf takes any numbers for one; what is before the year 1 or after 9999 is taken for the nearest that is not. */
public final class Moment {
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private Moment() {}

    public static Instant of(Timestamp told) {
        if (told.getSeconds() < FIRST.getEpochSecond()) {
            return FIRST;
        }
        if (told.getSeconds() > LAST.getEpochSecond()) {
            return LAST;
        }
        return Instant.ofEpochSecond(told.getSeconds(), Math.clamp(told.getNanos(), 0, 999_999_999));
    }
}
