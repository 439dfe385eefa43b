package io.unstir.trainer.evaluation;

import java.util.SplittableRandom;

/**
 * What a classifier is shown, and the right answers. Every picture comes once in each round, in a new order; seed and step alone
 * decide what a step shows.
 */
record Lessons(RealPictures pictures, int[] indices, ClassifierTask task, long seed) {
    private static final int ROTATIONS = 4;

    /**
     * @param pictures {@code [labels.length, channels, size, size]}
     * @param labels one a picture
     */
    record Batch(float[] pictures, int[] labels) {}

    Batch training(long step, int size) {
        int length = pictures.format().length();
        float[] shown = new float[size * length];
        int[] labels = new int[size];
        var random = random(1, step);
        long round = -1;
        int[] order = {};
        for (int row = 0; row < size; row++) {
            long position = step * size + row;
            if (position / indices.length != round) {
                round = position / indices.length;
                order = Lot.draw(indices.length, random(2, round));
            }
            int index = indices[order[(int) (position % indices.length)]];
            int quarters = task instanceof ClassifierTask.Rotations ? random.nextInt(ROTATIONS) : 0;
            pictures.copy(index, shown, row * length);
            Turn.random(pictures.format().size(), quarters, random).apply(shown, row * length, pictures.format());
            labels[row] = label(index, quarters);
        }
        return new Batch(shown, labels);
    }

    /** How many different questions there are. */
    int questions() {
        return task instanceof ClassifierTask.Rotations ? ROTATIONS * indices.length : indices.length;
    }

    /** Every question as it is, nothing changed at random. */
    PictureSet exam() {
        return new PictureSet() {
            @Override
            public PictureFormat format() {
                return pictures.format();
            }

            @Override
            public int size() {
                return questions();
            }

            @Override
            public void copy(int index, float[] target, int offset) {
                pictures.copy(indices[index % indices.length], target, offset);
                Turn.quarters(index / indices.length).apply(target, offset, pictures.format());
            }
        };
    }

    int examLabel(int question) {
        return label(indices[question % indices.length], question / indices.length);
    }

    private int label(int index, int quarters) {
        return switch (task) {
            case ClassifierTask.Categories _ -> pictures.category(index);
            case ClassifierTask.Rotations _ -> quarters;
        };
    }

    private SplittableRandom random(long stream, long counter) {
        return new SplittableRandom(seed * 0x9E3779B97F4A7C15L + stream * 0xD1B54A32D192ED03L + counter);
    }
}
