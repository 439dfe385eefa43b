package io.unstir.sampler.model;

import java.io.IOException;

/** Finds a checkpoint's files and says what its model would take, before anything is opened. */
interface ModelLoader {
    /**
     * A model that could be opened.
     *
     * @param name for people
     * @param bytes of memory while it is open
     */
    record Closed(String name, long bytes, Opening opening) {}

    /** Makes a model of files that are there. */
    interface Opening {
        Model open() throws IOException;
    }

    /** @throws IOException when another try may do; {@link BundleException} when not */
    Closed find(String digest) throws IOException, InterruptedException;
}
