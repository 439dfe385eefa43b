package io.unstir.sampler.model;

import java.io.IOException;

/** Makes a model of a checkpoint's digest. */
interface ModelLoader {
    /** @throws IOException when another try may do; {@link BundleException} when not */
    Model load(String digest) throws IOException, InterruptedException;
}
