package io.unstir.local.soak;

import java.util.Random;

/** What is asked for, and how often of a hundred. */
enum Kind {
    SMALL(46),
    SEVERAL(10),
    LARGER(8),
    GUIDED(8),
    BULK(10),
    CANCELED(10),
    REFUSED(8);

    private static final int ALL = 100;

    private final int share;

    Kind(int share) {
        this.share = share;
    }

    static Kind draw(Random random) {
        int place = random.nextInt(ALL);
        for (Kind kind : values()) {
            place -= kind.share;
            if (place < 0) {
                return kind;
            }
        }
        throw new IllegalStateException("shares are less than " + ALL + " together");
    }
}
