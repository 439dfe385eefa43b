package io.unstir.sampler.model;

import io.unstir.sampler.blob.Sha256;
import io.unstir.sampler.session.Ort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A model from a bundle's folder, without registry and store. */
public final class LocalModel {
    private static final int PROMPTS = 16;

    private LocalModel() {}

    /** @throws BundleException when the folder holds no bundle, or one that can't be run */
    public static Model open(Path folder, Ort ort, int maxRows) throws IOException {
        Path file = folder.resolve(Bundle.MANIFEST);
        if (!Files.exists(file)) {
            throw new BundleException("there is no " + Bundle.MANIFEST + " in " + folder);
        }
        byte[] json = Files.readAllBytes(file);
        var bundle = new Bundle(Sha256.of(json), Bundle.parse(json), folder);
        for (var part : bundle.manifest().getFilesList()) {
            Path path = new BundlePath(part.getPath()).in(folder);
            if (!Files.exists(path) || !Sha256.of(path).equals(part.getSha256())) {
                throw new BundleException("files.sha256 of " + part.getPath() + " is not that of the file");
            }
        }
        return new Model(bundle, ort, maxRows, PROMPTS);
    }
}
