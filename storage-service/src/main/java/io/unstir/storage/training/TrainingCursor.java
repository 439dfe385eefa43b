package io.unstir.storage.training;

import io.unstir.storage.problem.Problem.FieldError;
import io.unstir.storage.problem.ProblemCode;
import io.unstir.storage.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.regex.Pattern;

/** Where a page of trainings ends: the last one on it. */
record TrainingCursor(Instant createdAt, String id) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,17}) ([^\\x00]{1,200})");

    static TrainingCursor parse(String text) {
        try {
            var matcher = TEXT.matcher(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
            if (matcher.matches()) {
                var at = Instant.EPOCH.plus(Long.parseLong(matcher.group(1)), ChronoUnit.MICROS);
                return new TrainingCursor(at, matcher.group(2));
            }
        } catch (IllegalArgumentException e) {
            // Said below, as for what is base64 and no cursor.
        }
        throw ProblemException.of(
                ProblemCode.BAD_REQUEST,
                "A cursor is what an earlier page ended with.",
                new FieldError("cursor", text, "the next_cursor of an earlier page", "is not a cursor"));
    }

    @Override
    public String toString() {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, createdAt);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("%d %s".formatted(micros, id).getBytes(StandardCharsets.UTF_8));
    }
}
