package io.unstir.trainer.data;

/** Hears how far loading is, from one thread at a time. */
@FunctionalInterface
public interface LoadingListener {
    /** @param total images to decode and captions to encode; what the cache has counts at once */
    void loaded(int done, int total);
}
