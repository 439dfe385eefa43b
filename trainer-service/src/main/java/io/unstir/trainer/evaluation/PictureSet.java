package io.unstir.trainer.evaluation;

/** Pictures to look at. */
interface PictureSet {
    PictureFormat format();

    int size();

    /** Writes a picture, {@code [channels, size, size]} in [-1, 1], to {@code target} at {@code offset}. */
    void copy(int index, float[] target, int offset);

    /** Some of these, in the order of {@code indices}. */
    default PictureSet select(int... indices) {
        return new Selection(this, indices.clone());
    }

    record Selection(PictureSet all, int[] indices) implements PictureSet {
        @Override
        public PictureFormat format() {
            return all.format();
        }

        @Override
        public int size() {
            return indices.length;
        }

        @Override
        public void copy(int index, float[] target, int offset) {
            all.copy(indices[index], target, offset);
        }
    }
}
