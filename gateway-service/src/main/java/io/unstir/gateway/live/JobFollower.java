package io.unstir.gateway.live;

import io.unstir.proto.v1.JobPreview;

/** Hears what happens to one job. Called on the reader's thread, so it must not wait. */
public interface JobFollower {
    void event(PlacedEvent event);

    void preview(JobPreview preview);

    /** Events were missed and what is known of the job is no longer sure. */
    void lost();
}
