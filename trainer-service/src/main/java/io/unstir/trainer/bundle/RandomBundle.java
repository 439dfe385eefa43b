package io.unstir.trainer.bundle;

import io.unstir.proto.v1.BundleManifest;
import io.unstir.proto.v1.NoiseSchedule;
import io.unstir.proto.v1.PredictionType;
import io.unstir.proto.v1.SampleShape;
import io.unstir.proto.v1.SamplingDefaults;
import io.unstir.proto.v1.TrainingLineage;
import io.unstir.trainer.config.RandomModelConfig;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeMap;

/**
 * The bundle of a network that was never trained.
 *
 * @param configYaml the configuration as it was given
 */
public record RandomBundle(RandomModelConfig config, String configYaml) {
    private static final String SCHEDULE = "linear";
    private static final int TRAINING_STEPS = 1000;

    /** @throws BundleException when the folder exists already or can't be written */
    public Bundle write(byte[] onnx, Path folder) {
        var contents = new TreeMap<String, byte[]>();
        contents.put(Bundle.UNET, onnx);
        double[] alphasCumprod = io.unstir.trainer.diffusion.NoiseSchedule.of(SCHEDULE, TRAINING_STEPS)
                .alphasCumprod();
        return new BundleFolder(folder).write(contents, files -> BundleManifest.newBuilder()
                .setFormatVersion(Bundle.FORMAT_VERSION)
                .setModel(config.model())
                .setVersion("random")
                .addAllFiles(files)
                .setSample(SampleShape.newBuilder()
                        .setChannels(config.ports().imageChannels())
                        .setHeight(config.imageSize())
                        .setWidth(config.imageSize()))
                .setSchedule(NoiseSchedule.newBuilder()
                        .setName(SCHEDULE)
                        .addAllAlphasCumprod(
                                Arrays.stream(alphasCumprod).boxed().toList()))
                .setPredictionType(PredictionType.EPSILON)
                .setDefaults(SamplingDefaults.newBuilder()
                        .setSolver("ddim")
                        .setSteps(30)
                        .setGuidanceScale(1)
                        .setTimestepSpacing("trailing"))
                .setLineage(TrainingLineage.newBuilder().setConfigYaml(configYaml))
                .build());
    }
}
