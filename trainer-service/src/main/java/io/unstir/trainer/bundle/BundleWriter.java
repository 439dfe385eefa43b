package io.unstir.trainer.bundle;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
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
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
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
        Path target = folder.toAbsolutePath();
        if (Files.exists(target)) {
            throw new BundleException("The bundle's folder " + folder.getFileName() + " exists already");
        }
        try {
            Files.createDirectories(target.getParent());
            Path partial = Files.createTempDirectory(target.getParent(), target.getFileName() + ".partial");
            try {
                BundleManifest manifest = manifest(network, files(network, partial));
                byte[] json = json(manifest);
                write(partial.resolve(Bundle.MANIFEST), json);
                Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
                return new Bundle(target, manifest, Sha256.of(json));
            } finally {
                remove(partial);
            }
        } catch (IOException e) {
            throw new BundleException("The bundle " + folder.getFileName() + " could not be written", e);
        }
    }

    private SortedMap<String, BundleFile> files(TrainedNetwork network, Path folder) throws IOException {
        var contents = new TreeMap<String, byte[]>();
        contents.put(Bundle.MODEL_INDEX, PipelineFiles.modelIndex());
        contents.put(Bundle.SCHEDULER, PipelineFiles.scheduler(config, network.alphasCumprod()));
        contents.put(Bundle.UNET_CONFIG, PipelineFiles.unet(network, data.imageSize()));
        contents.put(Bundle.UNET, Files.readAllBytes(network.onnx()));
        contents.put(Bundle.TEXT_ENCODER, TextEncoder.model());
        contents.put(Bundle.TOKENIZER, TextEncoder.tokenizerJson());
        var files = new TreeMap<String, BundleFile>();
        for (var content : contents.entrySet()) {
            Path file = folder.resolve(content.getKey());
            Files.createDirectories(file.getParent());
            write(file, content.getValue());
            files.put(
                    content.getKey(),
                    BundleFile.newBuilder()
                            .setPath(content.getKey())
                            .setSha256(Sha256.of(content.getValue()))
                            .setSizeBytes(content.getValue().length)
                            .build());
        }
        return files;
    }

    private BundleManifest manifest(TrainedNetwork network, SortedMap<String, BundleFile> files) {
        return BundleManifest.newBuilder()
                .setFormatVersion(Bundle.FORMAT_VERSION)
                .setModel(config.model())
                .setVersion(config.version())
                .addAllFiles(files.values())
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

    private static byte[] json(BundleManifest manifest) throws InvalidProtocolBufferException {
        String text = JsonFormat.printer()
                .preservingProtoFieldNames()
                .sortingMapKeys()
                .print(manifest);
        return (text.replace("\r\n", "\n") + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Files.write(file, bytes);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
