package io.unstir.trainer.service;

import ai.djl.engine.Engine;
import ai.onnxruntime.OrtEnvironment;
import io.unstir.proto.v1.Software;
import io.unstir.proto.v1.TrainingProgressed;
import io.unstir.proto.v1.TrainingStarted;
import io.unstir.trainer.bundle.Bundle;
import io.unstir.trainer.bundle.BundleException;
import io.unstir.trainer.bundle.BundleReader;
import io.unstir.trainer.bundle.BundleWriter;
import io.unstir.trainer.bundle.Provenance;
import io.unstir.trainer.config.BadConfigException;
import io.unstir.trainer.config.BadConfigException.Fault;
import io.unstir.trainer.config.TrainingConfig;
import io.unstir.trainer.config.TrainingConfigReader;
import io.unstir.trainer.data.BrokenFile;
import io.unstir.trainer.data.DataCache;
import io.unstir.trainer.data.DataSet;
import io.unstir.trainer.data.DataSets;
import io.unstir.trainer.data.TrainingData;
import io.unstir.trainer.preview.Preview;
import io.unstir.trainer.report.Report;
import io.unstir.trainer.run.TrainingListener;
import io.unstir.trainer.run.TrainingRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * One training from the text of its configuration to its bundle, going on where an earlier try in the same folder stopped.
 *
 * @param id empty for a training that nobody requested
 * @param dataFolder what a relative {@code data.folder} is relative to
 * @param cache where decoded images and encoded captions are kept
 */
record Training(
        String id, String configYaml, Path dataFolder, DataCache cache, RunFolder folder, TrainingObserver observer) {
    private static final Logger LOG = Logger.getLogger(Training.class);

    /** Empty when it was stopped; its last state is saved then. */
    Optional<Bundle> run(BooleanSupplier stopRequested) {
        var reader = new TrainingConfigReader();
        TrainingConfig config = reader.read(configYaml, dataFolder);
        folder.claim(configYaml, yaml -> reader.read(yaml, dataFolder));
        if (Files.exists(folder.bundle())) {
            return Optional.of(new BundleReader().read(folder.bundle()));
        }
        Optional<Bundle> start = config.startFrom().map(this::start);
        DataSet set = load(config.data());
        TrainingData data = set.training();
        var provenance = provenance(start);
        var listener = new Translation(config, data, provenance, observer);
        Optional<Bundle> bundle = new TrainingRun(config, data, folder.path(), listener, start)
                .run(stopRequested)
                .map(network -> new BundleWriter(config, data, provenance).write(network, folder.bundle()));
        bundle.ifPresent(made -> report(config, set, made));
        return bundle;
    }

    private void report(TrainingConfig config, DataSet set, Bundle bundle) {
        Report.of(config, set).ifPresent(report -> {
            String lines = report.write(bundle.unet(), folder.report());
            folder.report(lines);
            observer.reported(lines, folder.report());
        });
    }

    private DataSet load(TrainingConfig.Data config) {
        DataSet data = DataSets.load(config, cache, observer::loaded);
        for (BrokenFile file : data.broken()) {
            LOG.warnf("Image left out: trainingId=%s file=%s reason=\"%s\"", id, file.name(), file.reason());
        }
        folder.listBroken(data.broken());
        return data;
    }

    /** Whose digest stays the same however often the run is resumed. */
    private Bundle start(Path bundle) {
        try {
            Bundle start = new BundleReader().read(bundle);
            folder.beginWith(start.digest());
            return start;
        } catch (BundleException e) {
            throw new BadConfigException(List.of(new Fault(
                    "start_from", bundle.getFileName().toString(), "the folder of a bundle. " + e.getMessage())));
        }
    }

    private Provenance provenance(Optional<Bundle> start) {
        return new Provenance(
                id,
                configYaml,
                start.map(Bundle::digest).orElse(""),
                BuildInfo.read().revision(),
                Map.of(
                        "djl", Engine.getDjlVersion(),
                        "pytorch", Engine.getInstance().getVersion(),
                        "onnxruntime", OrtEnvironment.getEnvironment().getVersion()));
    }

    /** The run's words as events. */
    private record Translation(
            TrainingConfig config, TrainingData data, Provenance provenance, TrainingObserver observer)
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
                    .setSoftware(Software.newBuilder()
                            .setCodeRevision(provenance.codeRevision())
                            .putAllLibraries(provenance.libraries()))
                    .setStartCheckpoint(provenance.startCheckpoint())
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

        @Override
        public void sampled(long step, Preview preview) {
            observer.sampled(step, preview);
        }
    }
}
