package io.unstir.trainer.evaluation;

import io.unstir.trainer.bundle.Sha256;
import io.unstir.trainer.data.DataSet;
import io.unstir.trainer.data.TrainingData;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The different pictures of a data set, kept ones included, each once however many captions or copies it has; in the order of their
 * digests, which is none that means anything.
 *
 * @param categories names, empty where the data set has fewer than two
 */
record RealPictures(PictureFormat format, String dataDigest, List<String> categories, List<Place> places)
        implements PictureSet {
    /** Where a picture's first row is. */
    record Place(TrainingData data, int row) {}

    RealPictures {
        places = List.copyOf(places);
    }

    static RealPictures of(DataSet dataSet) {
        TrainingData training = dataSet.training();
        var format = PictureFormat.of(training);
        var different = new TreeMap<String, Place>();
        Stream.concat(Stream.of(training), dataSet.heldOut().stream()).forEach(part -> {
            float[] picture = new float[format.length()];
            for (int row = 0; row < part.size(); row++) {
                part.copyImage(row, picture, 0);
                different.putIfAbsent(Sha256.of(picture), new Place(part, row));
            }
        });
        List<String> categories = training.categories().size() > 1 ? training.categories() : List.of();
        return new RealPictures(format, training.digest(), categories, List.copyOf(different.values()));
    }

    @Override
    public int size() {
        return places.size();
    }

    @Override
    public void copy(int index, float[] target, int offset) {
        Place place = places.get(index);
        place.data().copyImage(place.row(), target, offset);
    }

    /** Place of a picture's category in {@link #categories}, which must not be empty. */
    int category(int index) {
        Place place = places.get(index);
        return place.data().category(place.row());
    }
}
