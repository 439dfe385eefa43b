package io.unstir.trainer.evaluation;

import java.util.List;

/** What a classifier learns to tell. */
sealed interface ClassifierTask {
    int classes();

    /** Its name in reports. */
    String name();

    /** In which of the data set's categories a picture belongs. */
    record Categories(List<String> names) implements ClassifierTask {
        @Override
        public int classes() {
            return names.size();
        }

        @Override
        public String name() {
            return "categories";
        }
    }

    /** How many quarter turns a picture was given (Gidaris et al. 2018): needs nobody to sort the pictures first. */
    record Rotations() implements ClassifierTask {
        @Override
        public int classes() {
            return 4;
        }

        @Override
        public String name() {
            return "rotations";
        }
    }

    static ClassifierTask of(RealPictures pictures) {
        return pictures.categories().isEmpty() ? new Rotations() : new Categories(pictures.categories());
    }
}
