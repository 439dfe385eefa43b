package io.unstir.trainer.data;

import io.unstir.trainer.network.Conditioning;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Images and what is told of them; the floats stay in the mapped files.
 *
 * @param digest of the whole data set, of which these may be a part
 * @param places of each row's picture
 */
record ImageRows(String digest, int channels, int imageSize, BlockFile pictures, int[] places, Told told, Labels labels)
        implements TrainingData {

    ImageRows select(int[] rows) {
        return new ImageRows(
                digest,
                channels,
                imageSize,
                pictures,
                Arrays.stream(rows).map(row -> places[row]).toArray(),
                told.select(rows),
                labels.select(rows));
    }

    @Override
    public int size() {
        return places.length;
    }

    @Override
    public Conditioning conditioning() {
        return told.conditioning();
    }

    @Override
    public void copyImage(int index, float[] target, int offset) {
        pictures.copy(places[index], target, offset);
    }

    @Override
    public void copyCondition(int index, float[] target, int offset) {
        told.copy(index, target, offset);
    }

    @Override
    public void copyNoCondition(float[] target, int offset) {
        told.copyNothing(target, offset);
    }

    @Override
    public List<String> categories() {
        return labels.names();
    }

    @Override
    public Optional<String> prompt(int index) {
        return told.text(index);
    }

    @Override
    public int category(int index) {
        if (labels.names().isEmpty()) {
            throw new IllegalStateException("This data set has no categories");
        }
        return labels.places()[index];
    }
}
