package io.unstir.sampler.model;

/** Whether the newest checkpoint can be sampled with at once. */
public enum Preparation {
    /** The registry names no checkpoint. */
    NOTHING_TO_LOAD,
    /** Its files are on their way or being opened, and no other was ready before. */
    LOADING,
    LOADED,
    /** It can't be run here; others may. */
    UNUSABLE;

    /** Whether a job need not wait for what this sampler is still about. */
    public boolean settled() {
        return this != LOADING;
    }
}
