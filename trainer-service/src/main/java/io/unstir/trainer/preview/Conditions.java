package io.unstir.trainer.preview;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.unstir.trainer.data.TrainingData;
import io.unstir.trainer.network.Conditioning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** What a network is told for its samples: some different captions or classes of its data, picked by a seed. */
final class Conditions {
    private static final int MOST_TRIES = 4096;

    private Conditions() {}

    /** So many rows, from the beginning again where the data has fewer different ones. */
    static Optional<NDArray> of(TrainingData data, int rows, long seed, NDManager manager) {
        List<float[]> different = different(data, rows, new SplittableRandom(seed));
        float[] values = new float[rows * data.conditioning().length()];
        for (int row = 0; row < rows; row++) {
            float[] condition = different.get(row % different.size());
            System.arraycopy(condition, 0, values, row * condition.length, condition.length);
        }
        return tensor(values, rows, data.conditioning(), manager);
    }

    /** So many rows of "nothing told". */
    static Optional<NDArray> none(TrainingData data, int rows, NDManager manager) {
        int length = data.conditioning().length();
        float[] values = new float[rows * length];
        for (int row = 0; row < rows; row++) {
            data.copyNoCondition(values, row * length);
        }
        return tensor(values, rows, data.conditioning(), manager);
    }

    private static List<float[]> different(TrainingData data, int most, SplittableRandom random) {
        var different = new ArrayList<float[]>();
        for (int i = 0; i < Math.min(MOST_TRIES, 8 * data.size()) && different.size() < most; i++) {
            float[] condition = new float[data.conditioning().length()];
            data.copyCondition(random.nextInt(data.size()), condition, 0);
            if (different.stream().noneMatch(known -> Arrays.equals(known, condition))) {
                different.add(condition);
            }
        }
        return different;
    }

    private static Optional<NDArray> tensor(float[] values, int rows, Conditioning conditioning, NDManager manager) {
        return switch (conditioning) {
            case Conditioning.None() -> Optional.empty();
            case Conditioning.Classes _ -> Optional.of(manager.create(values));
            case Conditioning.Text(int tokens, int width) ->
                Optional.of(manager.create(values, new Shape(rows, tokens, width)));
        };
    }
}
