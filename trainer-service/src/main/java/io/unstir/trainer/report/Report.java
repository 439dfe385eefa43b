package io.unstir.trainer.report;

import io.unstir.trainer.config.DataSource;
import io.unstir.trainer.config.TrainingConfig;
import io.unstir.trainer.data.DataSet;
import io.unstir.trainer.diffusion.Prediction;
import java.nio.file.Path;
import java.util.Optional;

/** What can be said of a finished training by its data alone: of a single picture, and of points whose distribution is known. */
public sealed interface Report permits Restoration, PlaneReport {
    /**
     * Writes pictures into {@code folder}.
     *
     * @param onnx the exported graph
     * @return lines for people
     */
    String write(Path onnx, Path folder);

    /** The report for data of this kind; empty where there is none, as for data sets of many pictures. */
    static Optional<Report> of(TrainingConfig config, DataSet data) {
        return switch (config.data().source()) {
            case DataSource.Image _
            when config.diffusion().prediction() != Prediction.FLOW ->
                Optional.of(new Restoration(config, data.training()));
            case DataSource.Points points -> Optional.of(new PlaneReport(config, points));
            default -> Optional.empty();
        };
    }
}
