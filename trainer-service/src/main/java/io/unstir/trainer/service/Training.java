package io.unstir.trainer.service;

import ai.djl.engine.Engine;
import ai.onnxruntime.OrtEnvironment;
import io.unstir.proto.v1.TrainingProgressed;
import io.unstir.proto.v1.TrainingStarted;
import io.unstir.trainer.bundle.Bundle;
import io.unstir.trainer.bundle.BundleReader;
import io.unstir.trainer.bundle.BundleWriter;
import io.unstir.trainer.bundle.Provenance;
import io.unstir.trainer.config.TrainingConfig;
import io.unstir.trainer.config.TrainingConfigReader;
import io.unstir.trainer.data.CaptionFolder;
import io.unstir.trainer.run.TrainingListener;
import io.unstir.trainer.run.TrainingRun;
import io.unstir.trainer.text.TextEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * One training from the text of its configuration to its bundle, going on where an earlier try in the same folder stopped.
 *
 * @param id empty for a training that nobody requested
 * @param dataFolder what a relative {@code data.folder} is relative to
 */
record Training(String id, String configYaml, Path dataFolder, RunFolder folder, TrainingObserver observer) {
    private static final Logger LOG = Logger.getLogger(Training.class);

    /** Empty when it was stopped; its last state is saved then. */
    Optional<Bundle> run(BooleanSupplier stopRequested) {
        TrainingConfig config = new TrainingConfigReader().read(configYaml, dataFolder);
        folder.claim(configYaml);
        if (Files.exists(folder.bundle())) {
            return Optional.of(new BundleReader().read(folder.bundle()));
        }
        CaptionFolder data = load(config.data());
        var listener = new Translation(config, data, observer);
        return new TrainingRun(config, data, folder.path(), listener)
                .run(stopRequested)
                .map(network -> new BundleWriter(config, data, provenance()).write(network, folder.bundle()));
    }

    private CaptionFolder load(TrainingConfig.Data config) {
        try (var encoder = new TextEncoder(config.maxTokens())) {
            var data = CaptionFolder.load(config, encoder, observer::loaded);
            for (String file : data.broken()) {
                LOG.warnf("Image left out: trainingId=%s file=%s", id, file);
            }
            return data;
        }
    }

    private Provenance provenance() {
        return new Provenance(
                id,
                configYaml,
                BuildInfo.read().revision(),
                Map.of(
                        "djl", Engine.getDjlVersion(),
                        "pytorch", Engine.getInstance().getVersion(),
                        "onnxruntime", OrtEnvironment.getEnvironment().getVersion()));
    }

    /** The run's words as events. */
    private record Translation(TrainingConfig config, CaptionFolder data, TrainingObserver observer)
            implements TrainingListener {
        @Override
        public void started(long fromStep, long totalSteps, long parameters) {
            observer.started(TrainingStarted.newBuilder()
                    .setModel(config.model())
                    .setVersion(config.version())
                    .setFromStep(fromStep)
                    .setTotalSteps(totalSteps)
                    .setParameters(parameters)
                    .setDatasetDigest(data.digest())
                    .setDatasetItems(data.size())
                    .build());
        }

        @Override
        public void progressed(long step, long totalSteps, double loss, double imagesPerSecond) {
            observer.progressed(TrainingProgressed.newBuilder()
                    .setStep(step)
                    .setTotalSteps(totalSteps)
                    .setLoss(loss)
                    .setImagesPerSecond(imagesPerSecond)
                    .build());
        }
    }
}
