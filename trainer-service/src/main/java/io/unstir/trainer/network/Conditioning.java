package io.unstir.trainer.network;

import java.util.List;

/** What a network is told besides the picture and the time. */
public sealed interface Conditioning {
    /** Values of one row. */
    int length();

    /** Nothing. */
    record None() implements Conditioning {
        @Override
        public int length() {
            return 0;
        }
    }

    /**
     * A class: its place in {@code names}, or {@code names.size()} for "no class", which guidance needs.
     *
     * @param names of the classes, each once
     */
    record Classes(List<String> names) implements Conditioning {
        public Classes {
            names = List.copyOf(names);
        }

        @Override
        public int length() {
            return 1;
        }
    }

    /** An encoded caption, {@code [tokens, width]}; the empty caption stands for "no caption". */
    record Text(int tokens, int width) implements Conditioning {
        @Override
        public int length() {
            return tokens * width;
        }
    }
}
