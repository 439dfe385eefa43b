package io.unstir.trainer.bundle;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.unstir.proto.v1.BundleFile;
import io.unstir.proto.v1.BundleManifest;
import io.unstir.proto.v1.PredictionType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads a bundle's folder and believes none of it before it is checked. */
public final class BundleReader {
    private static final long LARGEST_MANIFEST = 16L << 20;

    /** @throws BundleException when the manifest is unusable or a file isn't what the manifest says */
    public Bundle read(Path folder) {
        byte[] json = bytes(folder.resolve(Bundle.MANIFEST), folder);
        BundleManifest manifest = parse(json);
        check(manifest);
        manifest.getFilesList().forEach(file -> verify(folder, file));
        return new Bundle(folder, manifest, Sha256.of(json));
    }

    /**
     * Reads a manifest alone, wherever its files are.
     *
     * @throws BundleException when it is unusable
     */
    public Bundle readManifest(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        byte[] json = bytes(file, folder);
        BundleManifest manifest = parse(json);
        check(manifest);
        return new Bundle(folder, manifest, Sha256.of(json));
    }

    private static byte[] bytes(Path file, Path folder) {
        if (!Files.isRegularFile(file)) {
            throw new BundleException(
                    "The folder " + folder.getFileName() + " is no bundle: it has no " + Bundle.MANIFEST);
        }
        try {
            if (Files.size(file) > LARGEST_MANIFEST) {
                throw new BundleException(Bundle.MANIFEST + " has " + Files.size(file) + " bytes, at most "
                        + LARGEST_MANIFEST + " are read");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new BundleException(Bundle.MANIFEST + " of " + folder.getFileName() + " could not be read", e);
        }
    }

    private static BundleManifest parse(byte[] json) {
        var manifest = BundleManifest.newBuilder();
        try {
            JsonFormat.parser().ignoringUnknownFields().merge(new String(json, StandardCharsets.UTF_8), manifest);
        } catch (InvalidProtocolBufferException e) {
            throw new BundleException(Bundle.MANIFEST + " is no manifest: " + e.getMessage(), e);
        }
        return manifest.build();
    }

    private static void check(BundleManifest manifest) {
        require(
                manifest.getFormatVersion() == Bundle.FORMAT_VERSION,
                "format_version must be " + Bundle.FORMAT_VERSION + " (got " + manifest.getFormatVersion() + ")");
        require(manifest.getModel().matches("[a-z0-9][a-z0-9-]{0,62}"), "model is no model's name");
        require(manifest.getVersion().matches("[A-Za-z0-9._-]{1,64}"), "version is no version");
        var sample = manifest.getSample();
        require(
                sample.getChannels() > 0 && sample.getHeight() > 0 && sample.getWidth() > 0,
                "sample must have channels, height and width of at least 1");
        checkSchedule(manifest);
        require(
                manifest.getPredictionType() != PredictionType.PREDICTION_TYPE_UNSPECIFIED
                        && manifest.getPredictionType() != PredictionType.UNRECOGNIZED,
                "prediction_type must be given");
        Set<String> paths =
                manifest.getFilesList().stream().map(BundleFile::getPath).collect(Collectors.toSet());
        require(paths.size() == manifest.getFilesCount(), "files must name every path once");
        require(paths.contains(Bundle.UNET), "files must name " + Bundle.UNET);
        if (manifest.hasText()) {
            var text = manifest.getText();
            require(
                    paths.contains(text.getEncoder()) && paths.contains(text.getTokenizer()),
                    "files must name the text's encoder and tokenizer");
            require(
                    text.getMaxTokens() > 0 && text.getWidth() > 0,
                    "text must have max_tokens and width of at least 1");
        }
    }

    private static void checkSchedule(BundleManifest manifest) {
        if (manifest.getPredictionType() == PredictionType.FLOW) {
            require(
                    manifest.getSchedule().getFlowSigmasCount() > 0,
                    "schedule.flow_sigmas must not be empty with prediction_type FLOW");
            return;
        }
        List<Double> alphasCumprod = manifest.getSchedule().getAlphasCumprodList();
        require(!alphasCumprod.isEmpty(), "schedule.alphas_cumprod must not be empty");
        double previous = 1;
        for (double alpha : alphasCumprod) {
            require(
                    alpha > 0 && alpha <= previous,
                    "schedule.alphas_cumprod must fall from at most 1 and stay above 0");
            previous = alpha;
        }
    }

    private static void verify(Path folder, BundleFile expected) {
        Path file = inside(folder, expected.getPath());
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new BundleException("The bundle lacks " + expected.getPath());
            }
            long size = Files.size(file);
            require(
                    size == expected.getSizeBytes(),
                    expected.getPath() + " must have " + expected.getSizeBytes() + " bytes (got " + size + ")");
            String sha256 = Sha256.of(file);
            require(
                    sha256.equals(expected.getSha256()),
                    expected.getPath() + " must have SHA-256 " + expected.getSha256() + " (got " + sha256 + ")");
        } catch (IOException e) {
            throw new BundleException(expected.getPath() + " of the bundle could not be read", e);
        }
    }

    private static Path inside(Path folder, String path) {
        try {
            Path root = folder.toAbsolutePath().normalize();
            Path file = root.resolve(path).normalize();
            if (!file.equals(root) && file.startsWith(root) && !path.contains("..") && !path.contains("\\")) {
                return file;
            }
        } catch (InvalidPathException e) {
            // Told below with the path.
        }
        throw new BundleException("files: " + path + " must lie inside the bundle");
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new BundleException("The bundle is unusable: " + message);
        }
    }
}
