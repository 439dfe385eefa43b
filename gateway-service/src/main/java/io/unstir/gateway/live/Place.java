package io.unstir.gateway.live;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where an event stands on its topic, which is its id for clients: the same at every gateway. A job's events are on one
 * partition, so their offsets order them.
 */
public record Place(int partition, long offset) {
    public static final String LIMIT = "the id of an event: a partition and an offset, such as 3-1042";

    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})-(\\d{1,18})");

    public static Optional<Place> parse(String text) {
        var matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new Place(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    /** Places on different partitions have no order. */
    public boolean isAfter(Place other) {
        return partition != other.partition || offset > other.offset;
    }

    @Override
    public String toString() {
        return partition + "-" + offset;
    }
}
