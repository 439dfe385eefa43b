package io.unstir.sampler.session;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** What one row of a denoiser is told besides the time. */
public sealed interface ConditionShape {
    /** Nothing. */
    ConditionShape NONE = new None();

    /** Values a row. */
    int elements();

    /** The graph's inputs for it, without the rows: none, or one. */
    List<Input> inputs();

    /** A value that every graph of this shape can be asked with. */
    default float plain(double gaussian) {
        return (float) gaussian;
    }

    default boolean present() {
        return elements() > 0;
    }

    /** A graph's input and its sides after the rows. */
    record Input(String name, long... sides) {
        /** With the rows. */
        long[] of(long rows) {
            return LongStream.concat(LongStream.of(rows), Arrays.stream(sides)).toArray();
        }
    }

    /** For a model that is told nothing. */
    record None() implements ConditionShape {
        @Override
        public int elements() {
            return 0;
        }

        @Override
        public List<Input> inputs() {
            return List.of();
        }
    }

    /** An encoded prompt. */
    record Text(int tokens, int width) implements ConditionShape {
        public Text {
            if (tokens <= 0 || width <= 0) {
                throw new IllegalArgumentException(
                        "text.max_tokens and text.width must both be above 0 (got %d and %d)".formatted(tokens, width));
            }
        }

        @Override
        public int elements() {
            return tokens * width;
        }

        @Override
        public List<Input> inputs() {
            return List.of(new Input("encoder_hidden_states", tokens, width));
        }
    }

    /**
     * A class's number.
     *
     * @param classes how many there are; this number itself stands for none of them
     */
    record ClassLabel(int classes) implements ConditionShape {
        public ClassLabel {
            if (classes <= 0) {
                throw new IllegalArgumentException("classes.names must not be empty");
            }
        }

        @Override
        public int elements() {
            return 1;
        }

        @Override
        public List<Input> inputs() {
            return List.of(new Input("class_labels"));
        }

        @Override
        public float plain(double gaussian) {
            return classes;
        }
    }
}
