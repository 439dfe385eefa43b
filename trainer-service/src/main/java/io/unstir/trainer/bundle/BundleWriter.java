package io.unstir.trainer.bundle;

import io.unstir.proto.v1.BundleFile;
import io.unstir.proto.v1.BundleManifest;
import io.unstir.proto.v1.NoiseSchedule;
import io.unstir.proto.v1.PredictionType;
import io.unstir.proto.v1.SampleShape;
import io.unstir.proto.v1.SamplingDefaults;
import io.unstir.proto.v1.TextConditioning;
import io.unstir.proto.v1.TrainingLineage;
import io.unstir.trainer.config.TrainingConfig;
import io.unstir.trainer.data.TrainingData;
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
        contents.put(Bundle.MODEL_INDEX, PipelineFiles.modelIndex());
        contents.put(Bundle.SCHEDULER, PipelineFiles.scheduler(config, network.alphasCumprod()));
        contents.put(Bundle.UNET_CONFIG, PipelineFiles.unet(network, data.imageSize()));
        contents.put(Bundle.UNET, read(network.onnx()));
        contents.put(Bundle.TEXT_ENCODER, TextEncoder.model());
        contents.put(Bundle.TOKENIZER, TextEncoder.tokenizerJson());
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
        return BundleManifest.newBuilder()
                .setFormatVersion(Bundle.FORMAT_VERSION)
                .setModel(config.model())
                .setVersion(config.version())
                .addAllFiles(files)
                .setSample(SampleShape.newBuilder()
                        .setChannels(data.channels())
                        .setHeight(data.imageSize())
                        .setWidth(data.imageSize()))
                .setSchedule(NoiseSchedule.newBuilder()
                        .setName(config.diffusion().schedule())
                        .addAllAlphasCumprod(
                                Arrays.stream(network.alphasCumprod()).boxed().toList()))
                .setPredictionType(predictionType())
                .setText(TextConditioning.newBuilder()
                        .setEncoder(Bundle.TEXT_ENCODER)
                        .setTokenizer(Bundle.TOKENIZER)
                        .setMaxTokens(data.maxTokens())
                        .setWidth(data.textWidth()))
                .setDefaults(SamplingDefaults.newBuilder()
                        .setSolver(config.sampling().solver())
                        .setSteps(config.sampling().steps())
                        .setGuidanceScale(config.sampling().guidanceScale())
                        .setTimestepSpacing(config.sampling().timestepSpacing()))
                .setLineage(lineage(network))
                .build();
    }

    private TrainingLineage lineage(TrainedNetwork network) {
        return TrainingLineage.newBuilder()
                .setTrainingId(provenance.trainingId())
                .setDatasetDigest(data.digest())
                .setDatasetItems(data.size())
                .setDatasetLicence(config.data().licence())
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
            case "epsilon" -> PredictionType.EPSILON;
            case "v_prediction" -> PredictionType.V_PREDICTION;
            default ->
                throw new BundleException(
                        "diffusion.prediction " + config.diffusion().prediction() + " has no place in a bundle");
        };
    }
}
