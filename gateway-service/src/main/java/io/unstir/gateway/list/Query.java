package io.unstir.gateway.list;

import io.unstir.gateway.body.TextLimit;
import io.unstir.gateway.problem.FieldError;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The parameters of a list, read one by one against their limits; a client learns at once of all that is wrong. */
public final class Query {
    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 100;
    private static final String CURSOR = "the next_cursor of a page before";
    private static final String INSTANT = "a time such as 2026-11-23T10:00:00Z";

    private final MultivaluedMap<String, String> parameters;
    private final List<FieldError> errors = new ArrayList<>();

    public Query(UriInfo uri) {
        this.parameters = uri.getQueryParameters();
    }

    /** How many entries a page has. */
    public int limit() {
        return whole("limit", 1, MAX_LIMIT).map(Long::intValue).orElse(DEFAULT_LIMIT);
    }

    public Optional<Cursor> cursor() {
        return read("cursor", CURSOR, Cursor::parse);
    }

    /** Where a list is in the order of a topic. */
    public Optional<Long> offsetCursor() {
        return read("cursor", CURSOR, text -> number(text, 0, Long.MAX_VALUE));
    }

    public Optional<Instant> instant(String name) {
        return read(name, INSTANT, Query::instantOf);
    }

    public Optional<String> choice(String name, List<String> choices) {
        return read(name, "one of " + String.join(", ", choices), text -> Optional.of(text)
                .filter(choices::contains));
    }

    /** Both bounds are allowed. */
    public Optional<Long> whole(String name, long least, long most) {
        return read(name, "a whole number from %d to %d".formatted(least, most), text -> number(text, least, most));
    }

    public Optional<String> text(String name, TextLimit limit) {
        return read(name, limit.toString(), text -> Optional.of(text).filter(limit::allows));
    }

    /** Ends the request where anything was wrong. */
    public void end() {
        ProblemException.throwIfAny(ProblemCode.INVALID_REQUEST, errors);
    }

    private <T> Optional<T> read(String name, String limit, Function<String, Optional<T>> parse) {
        var given = Optional.ofNullable(parameters.getFirst(name));
        var value = given.flatMap(parse);
        if (given.isPresent() && value.isEmpty()) {
            errors.add(new FieldError(name, given.get(), limit, "%s must be %s".formatted(name, limit)));
        }
        return value;
    }

    private static Optional<Long> number(String text, long least, long most) {
        try {
            return Optional.of(Long.valueOf(text)).filter(number -> number >= least && number <= most);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> instantOf(String text) {
        try {
            // PostgreSQL's years end where four digits do, or not much later.
            return Optional.of(OffsetDateTime.parse(text))
                    .filter(time -> time.getYear() >= 0 && time.getYear() <= 9999)
                    .map(OffsetDateTime::toInstant);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
