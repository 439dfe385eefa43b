package io.unstir.gateway.list;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Where a page of a list ends: the next one begins behind it, whatever has come since. Clients pass its text on as it is.
 *
 * @param at of the last entry
 * @param id of the last entry
 * @param index of the last entry among those of one id; 0 where an id has one entry
 */
public record Cursor(Instant at, UUID id, int index) {
    private static final Pattern TEXT = Pattern.compile("(\\S{1,40}) ([0-9a-f-]{36}) (\\d{1,6})");

    public static Optional<Cursor> parse(String text) {
        try {
            var matcher = TEXT.matcher(new String(Base64.getUrlDecoder().decode(text), UTF_8));
            return matcher.matches()
                    ? Optional.of(new Cursor(
                            Instant.parse(matcher.group(1)),
                            UUID.fromString(matcher.group(2)),
                            Integer.parseInt(matcher.group(3))))
                    : Optional.empty();
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        var text = "%s %s %d".formatted(at, id, index);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }
}
