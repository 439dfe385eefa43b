package io.unstir.local.soak;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What the load did, counted by many threads. */
final class Counts {
    /** Something the load did. */
    enum Deed {
        JOBS("jobs accepted"),
        CANCELED("asked to be canceled"),
        REFUSED("requests refused"),
        WATCHED("watched to the end"),
        LEFT("watched and left"),
        IMAGES("images fetched"),
        LINEAGES("lineages read"),
        LISTS("lists of jobs read"),
        TRAININGS("trainings"),
        HELD_BACK("held back, since too many were open"),
        UNANSWERED("requests unanswered");

        private final String label;

        Deed(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    private final Map<Deed, LongAdder> counts = new EnumMap<>(Deed.class);

    Counts() {
        for (Deed deed : Deed.values()) {
            counts.put(deed, new LongAdder());
        }
    }

    void add(Deed deed) {
        counts.get(deed).increment();
    }

    long of(Deed deed) {
        return counts.get(deed).sum();
    }

    Map<Deed, Long> all() {
        var all = new EnumMap<Deed, Long>(Deed.class);
        counts.forEach((deed, count) -> all.put(deed, count.sum()));
        return all;
    }
}
