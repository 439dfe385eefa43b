package io.unstir.sampler.model;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.unstir.proto.v1.BundleFile;
import io.unstir.proto.v1.BundleManifest;
import io.unstir.sampler.schedule.NoiseSchedule;
import io.unstir.sampler.session.ConditionShape;
import io.unstir.sampler.session.DenoiserShape;
import io.unstir.sampler.session.SampleSize;
import io.unstir.sampler.solver.Prediction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;

/**
 * A checkpoint's files on this machine, each verified against the manifest, which itself was verified against the checkpoint's digest.
 *
 * @param folder holds the files at their paths
 */
record Bundle(String digest, BundleManifest manifest, Path folder) {
    static final String MANIFEST = "unstir.json";
    private static final String DENOISER = "unet/model.onnx";
    private static final int FORMAT_VERSION = 1;

    /** @throws BundleException when the text is no manifest that this sampler can run */
    static BundleManifest parse(byte[] json) {
        var builder = BundleManifest.newBuilder();
        try {
            JsonFormat.parser().ignoringUnknownFields().merge(new String(json, StandardCharsets.UTF_8), builder);
        } catch (InvalidProtocolBufferException e) {
            throw new BundleException(MANIFEST + " is no bundle manifest", e);
        }
        var manifest = builder.build();
        if (manifest.getFormatVersion() != FORMAT_VERSION) {
            throw new BundleException(
                    "format_version must be %d (got %d)".formatted(FORMAT_VERSION, manifest.getFormatVersion()));
        }
        requireFiles(manifest);
        return manifest;
    }

    /** For people. */
    String name() {
        return manifest.getModel() + "@" + manifest.getVersion();
    }

    Path denoiser() {
        return folder.resolve(DENOISER);
    }

    Path encoder() {
        return folder.resolve(manifest.getText().getEncoder());
    }

    Path tokenizer() {
        return folder.resolve(manifest.getText().getTokenizer());
    }

    private SampleSize sample() {
        var sample = manifest.getSample();
        return new SampleSize(sample.getChannels(), sample.getHeight(), sample.getWidth());
    }

    private ConditionShape condition() {
        if (manifest.hasText()) {
            return new ConditionShape.Text(
                    manifest.getText().getMaxTokens(), manifest.getText().getWidth());
        }
        return manifest.hasClasses()
                ? new ConditionShape.ClassLabel(manifest.getClasses().getNamesCount())
                : ConditionShape.NONE;
    }

    DenoiserShape shape() {
        return new DenoiserShape(sample(), condition(), manifest.getLearnedVariance());
    }

    /** Of all its files, most of which are weights. */
    long bytes() throws IOException {
        long bytes = 0;
        for (BundleFile file : manifest.getFilesList()) {
            bytes += Files.size(folder.resolve(file.getPath()));
        }
        return bytes;
    }

    /**
     * Sees, before ONNX Runtime opens whatever they name, that the graphs have nothing but what samplers allow, and take their weights from verified files of
     * this bundle only.
     *
     * @throws BundleException when one does not, or is no graph
     */
    void requireHarmlessGraphs() throws IOException {
        requireHarmless(DENOISER);
        if (manifest.hasText()) {
            requireHarmless(manifest.getText().getEncoder());
        }
    }

    private void requireHarmless(String graph) throws IOException {
        for (OutsideTensor tensor : outsideTensors(graph)) {
            var path = new BundlePath(graph).beside(tensor.location());
            if (manifest.getFilesList().stream()
                    .noneMatch(file -> file.getPath().equals(path.text()))) {
                throw new BundleException(
                        "the location in external_data of %s must be a file of the bundle (got \"%s\")"
                                .formatted(graph, tensor.location()));
            }
            requireElements(graph, tensor, Files.size(path.in(folder)));
        }
    }

    private static void requireElements(String graph, OutsideTensor tensor, long bytes) {
        if (tensor.elements() / GraphWalk.ELEMENTS_PER_BYTE > bytes) {
            throw new BundleException(
                    "%s must have tensors that their files hold (got \"%s\" with %d elements in %d bytes)"
                            .formatted(graph, tensor.tensor(), tensor.elements(), bytes));
        }
    }

    private List<OutsideTensor> outsideTensors(String graph) throws IOException {
        try {
            return GraphWalk.outsideTensors(graph, folder.resolve(graph));
        } catch (InvalidProtocolBufferException e) {
            throw new BundleException("%s is no ONNX graph, or not all of one".formatted(graph), e);
        }
    }

    NoiseSchedule schedule() {
        var numbers = manifest.getSchedule();
        if (prediction() == Prediction.FLOW) {
            return NoiseSchedule.ofFlow(numbers.getFlowSigmasList());
        }
        var schedule = NoiseSchedule.ofAlphasCumprod(numbers.getAlphasCumprodList());
        if (prediction() == Prediction.EPSILON && schedule.startsAtNoise()) {
            throw new BundleException("schedule.alphas_cumprod must stay above 0 for a model that predicts the noise");
        }
        return schedule;
    }

    Prediction prediction() {
        return switch (manifest.getPredictionType()) {
            case EPSILON -> Prediction.EPSILON;
            case SAMPLE -> Prediction.SAMPLE;
            case V_PREDICTION -> Prediction.V;
            case FLOW -> Prediction.FLOW;
            case PREDICTION_TYPE_UNSPECIFIED, UNRECOGNIZED ->
                throw new BundleException("prediction_type must be EPSILON, SAMPLE, V_PREDICTION or FLOW (got "
                        + manifest.getPredictionType() + ")");
        };
    }

    private static void requireFiles(BundleManifest manifest) {
        var paths = new HashSet<String>();
        for (BundleFile file : manifest.getFilesList()) {
            if (!paths.add(new BundlePath(file.getPath()).text())) {
                throw new BundleException("files.path " + file.getPath() + " stands twice");
            }
            if (!file.getSha256().matches("[0-9a-f]{64}")) {
                throw new BundleException("files.sha256 of " + file.getPath() + " must be a SHA-256 in lower-case hex");
            }
        }
        requireFile("the denoiser", DENOISER, paths);
        if (manifest.hasText()) {
            requireFile("text.encoder", manifest.getText().getEncoder(), paths);
            requireFile("text.tokenizer", manifest.getText().getTokenizer(), paths);
            requireGraph("text.encoder", manifest.getText().getEncoder());
        }
    }

    private static void requireFile(String what, String path, HashSet<String> paths) {
        if (!paths.contains(path)) {
            throw new BundleException("%s must be a file of the bundle (got \"%s\")".formatted(what, path));
        }
    }

    /** By other names ONNX Runtime reads other formats, which nobody has looked through. */
    private static void requireGraph(String what, String path) {
        if (!path.endsWith(".onnx")) {
            throw new BundleException("%s must end in .onnx (got \"%s\")".formatted(what, path));
        }
    }
}
