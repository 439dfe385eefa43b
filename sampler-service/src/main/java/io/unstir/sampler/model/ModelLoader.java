package io.unstir.sampler.model;

import java.io.IOException;

/** Makes a model of a checkpoint's digest. */
interface ModelLoader {
    /** Its files, on this machine. @throws IOException when another try may do; {@link BundleException} when not */
    Bundle fetch(String digest) throws IOException, InterruptedException;

    /** @throws BundleException when it can't be run */
    Model load(Bundle bundle);
}
