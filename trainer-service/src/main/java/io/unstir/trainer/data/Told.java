package io.unstir.trainer.data;

import io.unstir.trainer.network.Conditioning;
import io.unstir.trainer.text.TextEncoder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a network is told about each row of a data set. */
sealed interface Told {
    Conditioning conditioning();

    /** Writes what is told of a row to {@code target} at {@code offset}. */
    void copy(int row, float[] target, int offset);

    /** What is told of a row, in words; empty where nothing is. */
    Optional<String> text(int row);

    /** Writes what is told where a network shall know nothing. */
    void copyNothing(float[] target, int offset);

    /** The same about some of the rows. */
    Told select(int[] rows);

    record Nothing() implements Told {
        @Override
        public Conditioning conditioning() {
            return new Conditioning.None();
        }

        @Override
        public void copy(int row, float[] target, int offset) {}

        @Override
        public Optional<String> text(int row) {
            return Optional.empty();
        }

        @Override
        public void copyNothing(float[] target, int offset) {}

        @Override
        public Told select(int[] rows) {
            return this;
        }
    }

    record ItsClass(Labels labels) implements Told {
        @Override
        public Conditioning conditioning() {
            return new Conditioning.Classes(labels.names());
        }

        @Override
        public void copy(int row, float[] target, int offset) {
            target[offset] = labels.places()[row];
        }

        @Override
        public Optional<String> text(int row) {
            return Optional.of(labels.names().get(labels.places()[row]));
        }

        @Override
        public void copyNothing(float[] target, int offset) {
            target[offset] = labels.names().size();
        }

        @Override
        public Told select(int[] rows) {
            return new ItsClass(labels.select(rows));
        }
    }

    /** @param places of each row's caption */
    record ItsCaption(Captions captions, int[] places) implements Told {

        static ItsCaption of(List<Item> items, Captions captions) {
            return new ItsCaption(
                    captions,
                    items.stream()
                            .flatMap(item -> item.caption().stream())
                            .mapToInt(captions::place)
                            .toArray());
        }

        @Override
        public Conditioning conditioning() {
            return new Conditioning.Text(captions.maxTokens(), TextEncoder.WIDTH);
        }

        @Override
        public void copy(int row, float[] target, int offset) {
            captions.copy(places[row], target, offset);
        }

        @Override
        public Optional<String> text(int row) {
            return Optional.of(captions.text(places[row]));
        }

        @Override
        public void copyNothing(float[] target, int offset) {
            captions.copy(captions.place(Captions.NONE), target, offset);
        }

        @Override
        public Told select(int[] rows) {
            return new ItsCaption(
                    captions, Arrays.stream(rows).map(row -> places[row]).toArray());
        }
    }
}
