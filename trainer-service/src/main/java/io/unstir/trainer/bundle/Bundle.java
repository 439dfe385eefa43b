package io.unstir.trainer.bundle;

import io.unstir.proto.v1.BundleManifest;
import io.unstir.proto.v1.CheckpointRef;
import java.nio.file.Path;

/**
 * A checkpoint bundle on disk whose files are what its manifest says.
 *
 * @param digest SHA-256 of the manifest's bytes: the checkpoint's address
 */
public record Bundle(Path folder, BundleManifest manifest, String digest) {
    /** The manifest's file. */
    public static final String MANIFEST = "unstir.json";

    /** Of the format this code writes and reads. */
    public static final int FORMAT_VERSION = 1;

    static final String MODEL_INDEX = "model_index.json";
    static final String SCHEDULER = "scheduler/scheduler_config.json";
    static final String UNET = "unet/model.onnx";
    static final String UNET_CONFIG = "unet/config.json";
    static final String TEXT_ENCODER = "text_encoder/model.onnx";
    static final String TOKENIZER = "tokenizer/tokenizer.json";

    /** The denoiser's graph. */
    public Path unet() {
        return folder.resolve(UNET);
    }

    /** The registry's key, {@code model@version}. */
    public String name() {
        return manifest.getModel() + "@" + manifest.getVersion();
    }

    public CheckpointRef reference() {
        return CheckpointRef.newBuilder()
                .setModel(manifest.getModel())
                .setVersion(manifest.getVersion())
                .setDigest(digest)
                .build();
    }
}
