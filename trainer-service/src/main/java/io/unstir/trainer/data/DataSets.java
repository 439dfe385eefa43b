package io.unstir.trainer.data;

import io.unstir.trainer.config.DataSource;
import io.unstir.trainer.config.TrainingConfig;

/** Makes a configuration's {@code data} section a data set. */
public final class DataSets {
    private DataSets() {}

    /**
     * The same data set for the same files, whether the cache knows them or not.
     *
     * @throws DatasetException naming what is missing or broken
     */
    public static DataSet load(TrainingConfig.Data config, DataCache cache, LoadingListener listener) {
        var files = new ImageFiles(config, cache, listener);
        return switch (config.source()) {
            case DataSource.Folder folder -> files.load(Items.of(folder));
            case DataSource.Image image -> files.load(Items.of(image));
            case DataSource.Points points -> PointSet.load(points, config.heldOut());
        };
    }
}
