package io.unstir.trainer.bundle;

import io.unstir.proto.v1.BundleFile;
import io.unstir.proto.v1.BundleManifest;
import io.unstir.proto.v1.ClassConditioning;
import io.unstir.proto.v1.NoiseSchedule;
import io.unstir.proto.v1.PredictionType;
import io.unstir.proto.v1.SampleShape;
import io.unstir.proto.v1.SamplingDefaults;
import io.unstir.proto.v1.TextConditioning;
import io.unstir.proto.v1.TrainingLineage;
import io.unstir.trainer.config.TrainingConfig;
import io.unstir.trainer.data.TrainingData;
import io.unstir.trainer.diffusion.ForwardProcess;
import io.unstir.trainer.diffusion.StraightPath;
import io.unstir.trainer.network.Conditioning;
import io.unstir.trainer.text.TextEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes a checkpoint bundle of a finished run: the same bytes, and so the same digest, for the same inputs. */
public record BundleWriter(TrainingConfig config, TrainingData data, Provenance provenance) {

    /**
     * Writes the bundle to {@code folder}, which appears whole or not at all.
     *
     * @throws BundleException when the folder exists already or can't be written
     */
    public Bundle write(TrainedNetwork network, Path folder) {
        return new BundleFolder(folder).write(contents(network), files -> manifest(network, files));
    }

    private SortedMap<String, byte[]> contents(TrainedNetwork network) {
        var contents = new TreeMap<String, byte[]>();
        ForwardProcess process = config.diffusion().process();
        contents.put(Bundle.MODEL_INDEX, PipelineFiles.modelIndex(process, data.conditioning()));
        contents.put(Bundle.SCHEDULER, PipelineFiles.scheduler(config, process));
        contents.put(Bundle.UNET_CONFIG, PipelineFiles.unet(network, data.imageSize()));
        contents.put(Bundle.UNET, read(network.onnx()));
        if (data.conditioning() instanceof Conditioning.Text) {
            contents.put(Bundle.TEXT_ENCODER, TextEncoder.model());
            contents.put(Bundle.TOKENIZER, TextEncoder.tokenizerJson());
        }
        return contents;
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new BundleException("The exported graph could not be read", e);
        }
    }

    private BundleManifest manifest(TrainedNetwork network, List<BundleFile> files) {
        var manifest = BundleManifest.newBuilder()
                .setFormatVersion(Bundle.FORMAT_VERSION)
                .setModel(config.model())
                .setVersion(config.version())
                .addAllFiles(files)
                .setSample(SampleShape.newBuilder()
                        .setChannels(data.channels())
                        .setHeight(data.imageSize())
                        .setWidth(data.imageSize()))
                .setSchedule(schedule())
                .setPredictionType(predictionType())
                .setLearnedVariance(config.diffusion().learnedVariance())
                .setDefaults(SamplingDefaults.newBuilder()
                        .setSolver(config.sampling().solver())
                        .setSteps(config.sampling().steps())
                        .setGuidanceScale(config.sampling().guidanceScale())
                        .setTimestepSpacing(config.sampling().timestepSpacing()))
                .setLineage(lineage(network));
        switch (data.conditioning()) {
            case Conditioning.None() -> {}
            case Conditioning.Classes(var names) ->
                manifest.setClasses(ClassConditioning.newBuilder().addAllNames(names));
            case Conditioning.Text(int tokens, int width) ->
                manifest.setText(TextConditioning.newBuilder()
                        .setEncoder(Bundle.TEXT_ENCODER)
                        .setTokenizer(Bundle.TOKENIZER)
                        .setMaxTokens(tokens)
                        .setWidth(width));
        }
        return manifest.build();
    }

    private NoiseSchedule schedule() {
        var schedule = NoiseSchedule.newBuilder();
        switch (config.diffusion().process()) {
            case StraightPath path ->
                schedule.setName("flow")
                        .addAllFlowSigmas(Arrays.stream(path.sigmas()).boxed().toList());
            case io.unstir.trainer.diffusion.NoiseSchedule vp ->
                schedule.setName(vp.name())
                        .addAllAlphasCumprod(
                                Arrays.stream(vp.alphasCumprod()).boxed().toList());
        }
        return schedule.build();
    }

    private TrainingLineage lineage(TrainedNetwork network) {
        return TrainingLineage.newBuilder()
                .setTrainingId(provenance.trainingId())
                .setDatasetDigest(data.digest())
                .setDatasetItems(data.size())
                .setDatasetLicence(config.data().licence())
                .setStartCheckpoint(provenance.startCheckpoint())
                .setCodeRevision(provenance.codeRevision())
                .setSteps(network.steps())
                .setImagesSeen(network.imagesSeen())
                .setConfigYaml(provenance.configYaml())
                .putMetrics("loss", network.loss())
                .putMetrics("parity_error", network.parityError())
                .putMetrics("parameters", network.parameters())
                .putAllLibraries(provenance.libraries())
                .build();
    }

    private PredictionType predictionType() {
        return switch (config.diffusion().prediction()) {
            case EPSILON -> PredictionType.EPSILON;
            case SAMPLE -> PredictionType.SAMPLE;
            case V -> PredictionType.V_PREDICTION;
            case FLOW -> PredictionType.FLOW;
        };
    }
}
