package io.unstir.sampler.model;

/** A model that stays in memory until the lease is closed. */
public final class Lease implements AutoCloseable {
    private final Model model;
    private final Runnable release;

    Lease(Model model, Runnable release) {
        this.model = model;
        this.release = release;
    }

    public Model model() {
        return model;
    }

    @Override
    public void close() {
        release.run();
    }
}
