package io.unstir.trainer.data;

import java.util.List;
import java.util.Optional;

/**
 * What a training was given.
 *
 * @param training what is trained on
 * @param heldOut what is kept for measuring, with the same digest and categories; empty where nothing is
 * @param broken files that were left out
 */
public record DataSet(TrainingData training, Optional<TrainingData> heldOut, List<BrokenFile> broken) {
    public DataSet {
        broken = List.copyOf(broken);
    }
}
